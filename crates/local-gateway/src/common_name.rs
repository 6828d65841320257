//! The name in a certificate: its last common name, which is the subject's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The tag of an object identifier, its length, and 2.5.4.3, which is a common name (X.520).
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];

/// The name in a certificate in PEM form, which ACM takes in base64 once more.
pub(crate) fn of(certificate: &str) -> Option<String> {
    let pem = String::from_utf8(STANDARD.decode(certificate).ok()?).ok()?;
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
    let der = STANDARD.decode(body).ok()?;
    let start = der.windows(COMMON_NAME.len()).rposition(|bytes| bytes == COMMON_NAME)?;
    // The tag of a string, its length, and the string.
    let [_, length, rest @ ..] = der.get(start + COMMON_NAME.len()..)? else { return None };
    String::from_utf8(rest.get(..usize::from(*length))?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(der: &[u8]) -> String {
        STANDARD.encode(format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            STANDARD.encode(der)
        ))
    }

    #[test]
    fn the_subject_comes_after_the_issuer() {
        let name =
            |text: &[u8]| [&COMMON_NAME[..], &[0x0c, u8::try_from(text.len()).unwrap()], text].concat();
        let der = [name(b"issuer"), vec![0x30, 0x00], name(b"a.example.com"), vec![0x30]].concat();
        assert_eq!(of(&encoded(&der)).as_deref(), Some("a.example.com"));
    }

    #[test]
    fn what_is_no_certificate_has_no_name() {
        assert_eq!(of("Y2VydA=="), None);
        assert_eq!(of(&encoded(&[&COMMON_NAME[..], &[0x0c, 9, b'a']].concat())), None);
    }
}
