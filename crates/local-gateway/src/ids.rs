//! Identifiers in the shapes that AWS hands out: the same sequence on every start.

/// A source of new identifiers.
#[derive(Clone, Debug)]
pub(crate) struct Ids(fastrand::Rng);

impl Default for Ids {
    fn default() -> Self {
        Self(fastrand::Rng::with_seed(20_181_129))
    }
}

impl Ids {
    /// Six characters, such as `a1b2c3`.
    pub(crate) fn mapping(&mut self, taken: impl Fn(&str) -> bool) -> String {
        self.unused(taken, |rng| lower(rng, 6))
    }

    /// Ten characters, such as `6qzx1v0k3d`.
    pub(crate) fn api(&mut self, taken: impl Fn(&str) -> bool) -> String {
        self.unused(taken, |rng| lower(rng, 10))
    }

    /// A UUID, such as ACM gives out. It is not asked whether it is taken: it never is.
    pub(crate) fn uuid(&mut self) -> String {
        let hex = format!("{:032x}", self.0.u128(..));
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }

    /// A temporary access key, such as `ASIAQ3EXAMPLE0000000`.
    pub(crate) fn access_key(&mut self, taken: impl Fn(&str) -> bool) -> String {
        self.unused(taken, |rng| format!("ASIA{}", lower(rng, 16).to_uppercase()))
    }

    fn unused(
        &mut self,
        taken: impl Fn(&str) -> bool,
        make: impl Fn(&mut fastrand::Rng) -> String,
    ) -> String {
        loop {
            let id = make(&mut self.0);
            if !taken(&id) {
                return id;
            }
        }
    }
}

/// Lower-case letters and digits, a letter first.
fn lower(rng: &mut fastrand::Rng, length: usize) -> String {
    let first = rng.lowercase();
    let rest =
        (1..length).map(|_| char::from(rng.choice(*b"abcdefghijklmnopqrstuvwxyz0123456789").unwrap_or(b'0')));
    std::iter::once(first).chain(rest.collect::<Vec<_>>()).collect()
}
