//! What the provider's tables say about the service's answers.

use crate::evidence::Proof;
use crate::evidence::let_pass::LET_PASS;
use crate::findings_table::{FindingName, Severity};
use crate::rules_table::RULES;

/// Something that stands or falls by probes.
pub(super) struct Claim {
    /// The beginning of a sentence: `The finding key_taken`.
    pub(super) what: String,
    /// Whether a user is stopped by it.
    pub(super) is_error: bool,
    pub(super) proof: Proof,
}

/// The findings, the rules about names, and what is let pass.
pub(super) fn all() -> Vec<Claim> {
    let findings = FindingName::ALL.iter().map(|finding| {
        let row = finding.documented();
        let is_error = row.severity == Severity::Error;
        Claim { what: format!("The finding {}", row.name), is_error, proof: row.proof }
    });
    let rules = RULES.iter().map(|rule| {
        let what = format!("The rule \"{}\" of src/names/table.rs", rule.summary);
        Claim { what, is_error: true, proof: rule.proof }
    });
    let let_pass = LET_PASS.iter().map(|(what, proof)| {
        let what = format!("That the provider lets pass {what} (src/evidence/let_pass.rs)");
        Claim { what, is_error: false, proof: *proof }
    });
    findings.chain(rules).chain(let_pass).collect()
}
