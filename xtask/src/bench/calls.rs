//! The calls that the local endpoint has printed.

use std::str::FromStr;

/// One call: what was asked and how it was answered.
struct Call {
    status: String,
    operation: String,
    round_trip: usize,
}

/// Every call of a run.
pub(crate) struct Calls(Vec<Call>);

impl Calls {
    /// Reads the endpoint's log; a line is `200 GetApi GET /v2/apis/a1b2c3d4 round trip 2`.
    pub(crate) fn of(log: &[String]) -> Calls {
        Calls(log.iter().filter_map(|line| line.parse().ok()).collect())
    }

    /// How many there were, calls to STS left out: they have a quota of their
    /// own, and there is one a run.
    pub(crate) fn to_api_gateway(&self) -> usize {
        self.count(|call| !matches!(call.operation.as_str(), "GetCallerIdentity" | "AssumeRole"))
    }

    /// How many had this operation, however they were answered.
    pub(crate) fn of_operation(&self, operation: &str) -> usize {
        self.count(|call| call.operation == operation)
    }

    /// How many had this operation and this answer.
    pub(crate) fn answered(&self, operation: &str, status: &str) -> usize {
        self.count(|call| call.operation == operation && call.status == status)
    }

    /// How many were refused because there were too many.
    pub(crate) fn throttled(&self) -> usize {
        self.count(|call| call.status == "429")
    }

    /// How many round trips they took, those under way together counted once.
    pub(crate) fn round_trips(&self) -> usize {
        self.0.iter().map(|call| call.round_trip).max().unwrap_or_default()
    }

    /// Those up to the last one with this operation, and those after it.
    pub(crate) fn split_after(mut self, operation: &str) -> (Calls, Calls) {
        let last = self.0.iter().rposition(|call| call.operation == operation);
        let rest = self.0.split_off(last.map_or(0, |last| last + 1));
        (self, Calls(rest))
    }

    fn count(&self, wanted: impl Fn(&Call) -> bool) -> usize {
        self.0.iter().filter(|call| wanted(call)).count()
    }
}

impl FromStr for Call {
    type Err = ();

    fn from_str(line: &str) -> Result<Call, ()> {
        let (call, round_trip) = line.split_once(" round trip ").ok_or(())?;
        let mut words = call.split_whitespace().map(str::to_owned);
        let (status, operation) = (words.next().ok_or(())?, words.next().ok_or(())?);
        Ok(Call { status, operation, round_trip: round_trip.parse().map_err(drop)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_operation_and_answer() {
        let log = [
            "local API Gateway listening on http://127.0.0.1:4567",
            "200 GetCallerIdentity POST / round trip 1",
            "201 CreateApiMapping POST /v2/domainnames/api.example.com/apimappings round trip 2",
            "429 CreateApiMapping POST /v2/domainnames/api.example.com/apimappings round trip 2",
        ];
        let calls = Calls::of(&log.map(str::to_owned));
        assert_eq!(calls.to_api_gateway(), 2);
        assert_eq!(calls.answered("CreateApiMapping", "201"), 1);
        assert_eq!(calls.throttled(), 1);
        assert_eq!(calls.round_trips(), 2);
        let (until, after) = calls.split_after("GetCallerIdentity");
        assert_eq!((until.to_api_gateway(), after.to_api_gateway()), (0, 2));
    }
}
