use parvis::submission::Envelope;

fn peek<'a>(envelope: &Envelope<'a>) -> &'a [u8] {
    envelope.text
}

fn main() {
    let _ = peek;
}
