//! Whom the preview answers: a site that is not published yet must not be read through a name that points here.

use std::net::IpAddr;

/// Whether a request may name `host`, with its port or without, where the preview listens at `address`.
///
/// A page of the web can give a name of its own this machine's address, but never an address as its name. So
/// addresses are told apart, and of names `localhost` alone is taken.
pub(super) fn is_ours(host: &str, address: IpAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    name.parse::<IpAddr>().is_ok_and(|named| named.is_loopback() || named == address || address.is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn this_machine_is_ours_and_a_name_of_the_web_is_not() {
        let at = |host, address: &str| is_ours(host, address.parse().expect("an address"));
        for host in ["localhost:4000", "LOCALHOST", "127.0.0.1:4000", "[::1]:4000", "[::1]"] {
            assert!(at(host, "127.0.0.1"), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example:4000", "192.168.1.7:4000", "127.0.0.1.evil.example"] {
            assert!(!at(host, "127.0.0.1"), "{host}");
        }
    }

    #[test]
    fn an_address_that_was_asked_for_is_ours_too() {
        let at = |host, address: &str| is_ours(host, address.parse().expect("an address"));
        assert!(at("192.168.1.7:4000", "192.168.1.7") && !at("192.168.1.8:4000", "192.168.1.7"));
        assert!(at("192.168.1.8:4000", "0.0.0.0") && at("[fd00::7]:4000", "::"));
        assert!(!at("evil.example:4000", "0.0.0.0"));
    }
}
