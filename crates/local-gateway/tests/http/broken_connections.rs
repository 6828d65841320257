//! Faults that break the connection or never answer.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use local_gateway::{Fault, LocalGateway, Operation, Outcome, Seed};

use crate::client::{Client, MAPPINGS};

const ORDERS: &str = r#"{"apiId":"a1b2c3d4","stage":"test","apiMappingKey":"v1"}"#;
const A_MINUTE: Duration = Duration::from_secs(60);

fn start(fault: Fault) -> LocalGateway {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    gateway.inject(fault);
    gateway
}

fn create() -> Fault {
    Fault::on(Operation::CreateApiMapping)
}

fn mapped(gateway: &LocalGateway) -> usize {
    gateway.world(|world| world.mappings("api.example.com").len())
}

/// Sends a create on a bare connection and reads to its end.
fn read_to_the_end(gateway: &LocalGateway) -> (String, io::Result<()>) {
    let mut stream = TcpStream::connect(gateway.address()).expect("a connection");
    let length = ORDERS.len();
    let credential = "AKIAEXAMPLE/20260101/eu-west-1/apigateway/aws4_request";
    write!(
        stream,
        "POST {MAPPINGS} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\
         authorization: AWS4-HMAC-SHA256 Credential={credential}, Signature=00\r\n\r\n{ORDERS}"
    )
    .expect("the call is sent");
    let mut read = Vec::new();
    let end = stream.read_to_end(&mut read).map(drop);
    (String::from_utf8(read).expect("text"), end)
}

#[test]
fn a_lost_answer_closes_the_connection_after_the_work() {
    let gateway = start(create().lose_answer());
    let (read, end) = read_to_the_end(&gateway);
    assert_eq!(read, "");
    assert!(end.is_ok(), "{end:?}");
    assert_eq!(mapped(&gateway), 1);
    assert_eq!(gateway.calls()[0].outcome, Outcome::Broken);
}

#[test]
fn a_reset_comes_after_the_work_and_without_an_answer() {
    let gateway = start(create().reset());
    let (read, end) = read_to_the_end(&gateway);
    assert_eq!(read, "");
    assert_eq!(end.expect_err("a reset").kind(), ErrorKind::ConnectionReset);
    assert_eq!(mapped(&gateway), 1);
}

#[test]
fn a_cut_answer_announces_more_than_it_brings() {
    let gateway = start(create().cut_answer());
    let (read, end) = read_to_the_end(&gateway);
    assert_eq!(end.expect_err("a reset").kind(), ErrorKind::ConnectionReset);
    let (head, body) = read.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 201 Created"), "{head}");
    let announced = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    assert_eq!(announced.parse::<usize>().expect("a number") / 2, body.len());
    assert!(body.starts_with('{') && !body.ends_with('}'), "{body}");
    assert_eq!(mapped(&gateway), 1);
    assert_eq!(gateway.calls()[0].outcome, Outcome::Broken);
}

#[test]
fn an_answer_without_a_body_is_cut_by_a_reset() {
    let gateway = start(Fault::on(Operation::DeleteApiMapping).cut_answer());
    let id = gateway.world(|world| world.put_mapping("api.example.com", "v1", "a1b2c3d4", "test"));
    assert!(Client::of(&gateway).try_send("DELETE", &format!("{MAPPINGS}/{id}"), "").is_err());
    assert_eq!(mapped(&gateway), 0);
}

#[test]
fn a_connection_can_break_before_the_work_too() {
    let gateway = start(create().lose_answer().before_the_work());
    assert!(Client::of(&gateway).try_send("POST", MAPPINGS, ORDERS).is_err());
    assert_eq!(mapped(&gateway), 0);
}

#[test]
fn a_hung_call_is_never_answered_and_nothing_is_done() {
    let gateway = start(create().hang());
    assert!(Client::of(&gateway).impatient().try_send("POST", MAPPINGS, ORDERS).is_err());
    assert_eq!(mapped(&gateway), 0);
    assert_eq!(gateway.calls()[0].outcome, Outcome::Unanswered);
    assert_eq!(Client::of(&gateway).get(MAPPINGS).status, 200);
}

#[test]
fn a_call_can_hang_once_its_work_is_done() {
    let gateway = start(create().hang().after_the_work());
    assert!(Client::of(&gateway).impatient().try_send("POST", MAPPINGS, ORDERS).is_err());
    assert_eq!(mapped(&gateway), 1);
}

#[test]
fn a_gateway_stops_in_spite_of_hung_calls_and_idle_connections() {
    let gateway = start(create().hang());
    let client = Client::of(&gateway);
    std::thread::scope(|scope| {
        let hung = scope.spawn(|| client.try_send("POST", MAPPINGS, ORDERS));
        assert!(gateway.wait_for(Operation::CreateApiMapping, 1, A_MINUTE));
        let mut idle = TcpStream::connect(gateway.address()).expect("a connection");
        let address = gateway.address();
        drop(gateway);
        assert!(hung.join().expect("no panic").is_err());
        assert_eq!(idle.read(&mut [0; 1]).unwrap_or(0), 0);
        assert!(TcpStream::connect(address).is_err());
    });
}

#[test]
fn a_gateway_can_stand_in_for_a_proxy() {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let mut stream = TcpStream::connect(gateway.address()).expect("a connection");
    let url = format!("http://apigateway.eu-west-1.amazonaws.com{MAPPINGS}");
    write!(
        stream,
        "GET {url} HTTP/1.1\r\nhost: apigateway.eu-west-1.amazonaws.com\r\nconnection: close\r\n\r\n"
    )
    .expect("the call is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert_eq!(gateway.calls()[0].operation, Operation::GetApiMappings);
}
