//! The form of the shared files: sections of settings, of which some hold further settings.
//!
//! ```text
//! [profile team]
//! region = eu-west-1
//! services = local
//!
//! [services local]
//! sts =
//!   endpoint_url = http://localhost:4566
//! ```
//!
//! They are read as hashicorp/aws and the AWS CLI do, which take more than the SDK: settings
//! that are indented or have a colon for their `=`, and any name for a profile.

use std::collections::BTreeMap;

/// Which of the shared files a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Configuration,
    /// Here the name of each section is a profile's.
    Credentials,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Profile,
    /// `[default]` of a configuration file, which `[profile default]` takes the place of.
    Default,
    SsoSession,
    Services,
}

/// The name of a section.
type Name = (About, String);

/// The sections of all shared files.
// No `Debug`: they hold secrets.
#[derive(Clone, Default)]
pub(super) struct Sections(BTreeMap<Name, BTreeMap<String, Value>>);

/// The value of a setting.
#[derive(Clone, Default)]
struct Value {
    text: String,
    /// The settings below it, if it has no text.
    below: BTreeMap<String, String>,
}

/// A line that is neither a section nor a setting. It repeats nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, cannot be understood: {why}")]
pub(super) struct Malformed {
    line: usize,
    why: &'static str,
}

impl Sections {
    /// Adds the sections of a file, whose settings go before those that there are.
    ///
    /// # Errors
    /// The first line that cannot be understood.
    pub(super) fn add(&mut self, kind: Kind, text: &str) -> Result<(), Malformed> {
        let mut file = Self::default();
        // The section and the setting that a line belongs to; `None` for a section of others.
        let (mut section, mut setting) = (None, None);
        let mut is_in_section = false;
        for (line, text) in (1..).zip(text.replace("\r\n", "\n").split(['\n', '\r'])) {
            let malformed = |why| Malformed { line, why };
            let trimmed = text.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if let Some(header) = trimmed.strip_prefix('[') {
                let (name, _) = header
                    .split_once(']')
                    .ok_or_else(|| malformed("the name of a section has no ] after it"))?;
                (section, setting, is_in_section) = (section_name(kind, name), None, true);
                if let Some(name) = &section {
                    file.0.entry(name.clone()).or_default();
                }
                continue;
            }
            if !is_in_section {
                return Err(malformed("there is no section, such as [default], before it"));
            }
            let Some(settings) = section.as_ref().and_then(|name| file.0.get_mut(name)) else { continue };
            let open = setting.as_ref().and_then(|name: &String| settings.get_mut(name));
            match (open.filter(|_| text.starts_with([' ', '\t'])), pair(trimmed)) {
                (Some(open), Some((name, value))) if open.text.is_empty() => {
                    open.below.insert(name, value);
                }
                (_, Some((name, text))) => {
                    settings.insert(name.clone(), Value { text, below: BTreeMap::new() });
                    setting = Some(name);
                }
                // More of a text that goes over several lines.
                (Some(open), None) if !open.text.is_empty() => open.text += &format!("\n{trimmed}"),
                (_, None) => return Err(malformed("it is not a setting, such as region = eu-west-1")),
            }
        }
        if let Some(default) = file.0.remove(&(About::Default, String::new())) {
            file.0.entry((About::Profile, "default".to_owned())).or_insert(default);
        }
        for (name, settings) in file.0 {
            self.0.entry(name).or_default().extend(settings);
        }
        Ok(())
    }

    /// Whether there is a section of this name.
    pub(super) fn has(&self, about: About, name: &str) -> bool {
        self.0.contains_key(&(about, name.to_owned()))
    }

    /// A setting of a section; an empty one is not set.
    pub(super) fn get(&self, about: About, name: &str, key: &str) -> Option<&str> {
        let value = &self.0.get(&(about, name.to_owned()))?.get(key)?.text;
        // A quoted path is the shell's, which runs the program, to read.
        let value = if key == "credential_process" { value } else { unquoted(value) };
        Some(value).filter(|value| !value.is_empty())
    }

    /// A setting below another one of a section; an empty one is not set.
    pub(super) fn below(&self, about: About, name: &str, key: &str, below: &str) -> Option<&str> {
        let value = unquoted(self.0.get(&(about, name.to_owned()))?.get(key)?.below.get(below)?);
        Some(value).filter(|value| !value.is_empty())
    }
}

/// What the text between the brackets names; `None` for sections of other programs.
fn section_name(kind: Kind, text: &str) -> Option<Name> {
    let text = text.trim();
    if kind == Kind::Credentials {
        return Some((About::Profile, text.to_owned()));
    }
    if text == "default" {
        return Some((About::Default, String::new()));
    }
    let (word, name) = text.split_once(char::is_whitespace)?;
    let about = match word {
        "profile" => About::Profile,
        "sso-session" => About::SsoSession,
        "services" => About::Services,
        _ => return None,
    };
    Some((about, unquoted(name.trim()).to_owned()))
}

/// The name, in lower case, and the value of a setting, without a comment after it.
fn pair(line: &str) -> Option<(String, String)> {
    let comment = [" #", " ;", "\t#", "\t;"].iter().filter_map(|start| line.find(start)).min();
    let line = comment.map_or(line, |start| line.split_at(start).0);
    let (name, value) = line.split_once(['=', ':'])?;
    let name = name.trim().to_lowercase();
    (!name.is_empty()).then(|| (name, value.trim().to_owned()))
}

/// A text without quotes around all of it.
fn unquoted(text: &str) -> &str {
    let within = |quote| text.strip_prefix(quote)?.strip_suffix(quote).filter(|text| !text.contains(quote));
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(kind: Kind, text: &str) -> Sections {
        let mut sections = Sections::default();
        sections.add(kind, text).unwrap();
        sections
    }

    fn region(text: &str, profile: &str) -> Option<String> {
        sections(Kind::Configuration, text).get(About::Profile, profile, "region").map(str::to_owned)
    }

    #[test]
    fn a_setting_is_read_in_every_form_that_hashicorp_aws_takes() {
        for text in [
            "[default]\nregion = eu-west-1",
            "[default]\r\nregion=eu-west-1\r\n",
            "[default]\rregion = eu-west-1\r",
            "# comment\n; comment\n\n [ default ] # comment\nregion\t=\teu-west-1\t# comment",
            "[default]\nregion: eu-west-1",
            "[default]\n  output = json\n  region = eu-west-1",
            "[default]\noutput = json\n\tregion = eu-west-1 ; comment",
            "[default]\nREGION = eu-west-1",
            "[default]\nregion = \"eu-west-1\"",
            "[default]\nregion = 'eu-west-1'",
            "[default]\nregion = us-east-1\n[default]\nregion = eu-west-1",
            "[profile default]\nregion = eu-west-1\n[default]\nregion = us-east-1",
            "[default]\nregion = us-east-1\n[profile default]\nregion = eu-west-1",
            "[default]\ns3 =\n  region = us-east-1\n\n  max_queue_size = 1\nregion = eu-west-1",
            "[plugins]\nregion = us-east-1\n[default]\nregion = eu-west-1",
        ] {
            assert_eq!(region(text, "default").as_deref(), Some("eu-west-1"), "{text:?}");
        }
        assert_eq!(region("[default]\nregion =\n", "default"), None);
        // What `[profile default]` does not say, `[default]` does not either.
        assert_eq!(region("[default]\nregion = us-east-1\n[profile default]\n", "default"), None);
    }

    #[test]
    fn a_profile_may_have_any_name() {
        for name in ["team", "my team", "a@b.c/d%e+f:g", "a,b (c) & 'd", "ümlaut", "a=b", "sso-session x"] {
            let text = format!("[profile {name}]\nregion = eu-west-1\n");
            assert_eq!(region(&text, name).as_deref(), Some("eu-west-1"), "{name}");
            let found = sections(Kind::Credentials, &format!("[{name}]\naws_access_key_id = K\n"));
            assert_eq!(found.get(About::Profile, name, "aws_access_key_id"), Some("K"), "{name}");
        }
        assert!(region("[profile\t\"my team\"]\nregion = eu-west-1\n", "my team").is_some());
        assert!(region("[team]\nregion = eu-west-1\n", "team").is_none());
    }

    #[test]
    fn settings_below_another_and_texts_of_several_lines_are_read() {
        let text = "[services local]\nsts =\n  endpoint_url = http://sts # comment\napi_gateway =\n\tendpoint_url: \
                    'http://v1'\n[default]\ncredential_process = \"/a b\"\n  --more\n";
        let found = sections(Kind::Configuration, text);
        let url = |service| found.below(About::Services, "local", service, "endpoint_url");
        assert_eq!(
            (url("sts"), url("api_gateway"), url("sso")),
            (Some("http://sts"), Some("http://v1"), None)
        );
        let program = found.get(About::Profile, "default", "credential_process");
        assert_eq!(program, Some("\"/a b\"\n--more"));
    }

    #[test]
    fn a_later_file_goes_before_an_earlier_one() {
        let mut found = sections(Kind::Configuration, "[profile team]\nregion = eu-west-1\noutput = json\n");
        found.add(Kind::Credentials, "[team]\nregion = eu-north-1\n").unwrap();
        assert_eq!(found.get(About::Profile, "team", "region"), Some("eu-north-1"));
        assert_eq!(found.get(About::Profile, "team", "output"), Some("json"));
    }

    #[test]
    fn a_line_that_is_neither_section_nor_setting_is_refused_and_not_repeated() {
        for (text, line) in [
            ("s3cr3t = x\n[default]\n", 1),
            ("[default\nregion = eu-west-1\n", 1),
            ("[default]\nregion = eu-west-1\ns3cr3t\n", 3),
            ("[default]\n= s3cr3t\n", 2),
            ("[default]\ns3 =\n  s3cr3t\n", 3),
            ("[default]\r\n\r\ns3cr3t", 3),
        ] {
            let refused = Sections::default().add(Kind::Configuration, text).unwrap_err();
            assert_eq!(refused.line, line, "{text:?}");
            assert!(!refused.to_string().contains("s3cr3t"), "{refused}");
        }
    }
}
