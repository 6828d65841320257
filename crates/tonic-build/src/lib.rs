//! The part of `tonic-build` 0.12 that tf-provider's build script calls,
//! without `protoc`.
//!
//! The released `tonic-build` runs `protoc`, a program that cargo cannot bring.
//! The workspace patches it with this crate, which reads the definitions with
//! `protox`, a library. It generates the code with `tonic-build` 0.13, because
//! cargo allows no released 0.12 beside the patched one. The code that 0.13
//! generates differs in one type, the body of an answer.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use prost::Message;
use prost_types::FileDescriptorSet;

/// The body of an answer in the code for tonic 0.13 and in that for tonic 0.12.
const BODIES: [(&str, &str); 2] =
    [("tonic::body::Body::default()", "empty_body()"), ("tonic::body::Body", "tonic::body::BoxBody")];

/// Starts a configuration, as `tonic_build::configure` does.
pub fn configure() -> Builder {
    Builder { released: released::configure() }
}

/// What to generate.
#[derive(Debug, Clone)]
pub struct Builder {
    released: released::Builder,
}

impl Builder {
    /// Whether to generate a client for each service.
    #[must_use]
    pub fn build_client(self, enable: bool) -> Self {
        Self { released: self.released.build_client(enable) }
    }

    /// Does nothing: the argument is for `protoc`, which does not run.
    #[must_use]
    pub fn protoc_arg(self, _argument: impl AsRef<str>) -> Self {
        self
    }

    /// Generates code for the definitions in `protos` into `OUT_DIR`.
    ///
    /// # Errors
    /// If a definition is wrong or the code cannot be written.
    pub fn compile(self, protos: &[impl AsRef<Path>], includes: &[impl AsRef<Path>]) -> io::Result<()> {
        let definitions = protox::compile(protos, includes).map_err(io::Error::other)?;
        let encoded = protox::prost::Message::encode_to_vec(&definitions);
        self.released.compile_fds(FileDescriptorSet::decode(encoded.as_slice())?)?;

        let folder = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(io::ErrorKind::NotFound)?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            fs::write(&path, for_tonic_0_12(&fs::read_to_string(&path)?))?;
        }
        Ok(())
    }
}

fn for_tonic_0_12(code: &str) -> String {
    BODIES.iter().fold(code.to_owned(), |code, (new, old)| code.replace(new, old))
}
