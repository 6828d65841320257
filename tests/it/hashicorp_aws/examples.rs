//! Every example that names hashicorp/aws validates beside that provider without a word.

use libtest_mimic::Trial;

use super::Package;
use super::surroundings::complete;
use crate::examples::{Example, names_hashicorp_aws};
use crate::harness::{Needs, Outcome, Project, Ready, leftovers};

/// One trial for each such example and each of the newest.
pub(super) fn trials(package: &Package, terraforms: &[Ready]) -> Vec<Trial> {
    let mut trials = Vec::new();
    for example in Example::all().into_iter().filter(|example| names_hashicorp_aws(&example.text)) {
        for ready in terraforms.iter().filter(|ready| ready.lane.newest && ready.lane.offers(Needs::Nothing))
        {
            let (package, ready, example) = (package.clone(), ready.clone(), example.clone());
            let name = format!(
                "hashicorp_aws::example_{}_validates::{}::hashicorp_aws",
                example.name, ready.lane.name
            );
            trials.push(Trial::test(name, move || {
                validates(&example, &package.install(&ready));
                Ok(())
            }));
        }
    }
    trials
}

fn validates(example: &Example, ready: &Ready) {
    let folder = tempfile::tempdir().expect("a folder for the project");
    let project = Project::new(&ready.lane, &ready.installation, folder.path());
    let versions = super::versions();
    let own = example.text.contains("required_providers");
    project.file("versions.tf", if own { "" } else { &versions });
    project.main(&complete(&example.text));
    example.lay_out_documents(&project);
    let validated = Outcome::from_validation(&project.run(&["validate", "-json"])).succeeds();
    assert_eq!(validated.diagnostics.len(), 0, "{}", validated.text);
    leftovers::check(folder.path());
}
