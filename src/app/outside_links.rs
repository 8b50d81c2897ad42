//! `parvis check --external`: whether the addresses of other sites still answer.
//!
//! The asking is done by `curl`, which every system has or can have: it knows the certificates, the proxies and the
//! ways of servers, and this program stays without a network of its own. One request at a time, a pause between
//! two, and what was seen is kept for some days, so that no site is asked more often than somebody would.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::memory::CACHE;
use super::{AppError, Terminal};
use crate::language::Bilingual;
use crate::publish::cache;
use crate::report::{Code, Diagnostic};
use crate::site::OutsideLink;
use crate::source::folder;

/// The file of the cache.
const FILE: &str = "outside-links";
/// Its first line.
const FORMAT: &str = "parvis outside links 1";
/// How many days an address that answered is believed, and one that did not.
const DAYS: [u64; 2] = [14, 1];
/// Between two requests.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest that one request may take, in seconds.
const LIMIT: &str = "20";

/// What an address answered: its HTTP status, 0 where there was no answer, and why there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    day: u64,
    status: u16,
    reason: String,
}

impl Answer {
    const fn is_well(&self) -> bool {
        matches!(self.status, 200..=399)
    }

    fn is_fresh(&self, today: u64) -> bool {
        let days = DAYS[usize::from(!self.is_well())];
        self.day <= today && today - self.day < days
    }
}

/// A warning for each place with an address that does not answer.
pub(super) fn check(root: &Path, links: &[OutsideLink], terminal: Terminal) -> Result<Vec<Diagnostic>, AppError> {
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| AppError::of(&error))?.as_secs() / 86_400;
    let file = root.join(CACHE).join(FILE);
    let known = folder::read_if_any(&file).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
    let mut answers = known.as_deref().map(read).unwrap_or_default();
    answers.retain(|_, answer| answer.is_fresh(today));
    let wanted: BTreeSet<&str> = links.iter().map(|link| link.address.as_str()).collect();
    let unknown: Vec<&str> = wanted.into_iter().filter(|address| !answers.contains_key(*address)).collect();
    for (at, address) in in_turns(&unknown).into_iter().enumerate() {
        if terminal.shows_progress() {
            terminal.over(&format!("{}/{} {address}", at + 1, unknown.len()));
        }
        answers.insert(address.to_owned(), Answer { day: today, ..ask(address)? });
        // Kept at once: what was asked is not asked again, however this ends.
        let _ = cache::keep(&root.join(CACHE), &file, write(&answers).as_bytes());
    }
    if terminal.shows_progress() && !unknown.is_empty() {
        terminal.over("");
    }
    let silent = |link: &OutsideLink| Some(told(link, answers.get(&link.address).filter(|one| !one.is_well())?));
    Ok(links.iter().filter_map(silent).collect())
}

/// The addresses in an order in which those of one host stand as far apart as can be.
fn in_turns<'a>(addresses: &[&'a str]) -> Vec<&'a str> {
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ordered: Vec<(usize, &str)> = Vec::new();
    for address in addresses {
        let turn = turns.entry(address.split('/').nth(2).unwrap_or_default()).or_default();
        ordered.push((*turn, address));
        *turn += 1;
    }
    ordered.sort_unstable();
    ordered.into_iter().map(|(_, address)| address).collect()
}

/// Asks for the head, and for the whole where a server has no answer to that.
fn ask(address: &str) -> Result<Answer, AppError> {
    let answer = request(address, &["--head"])?;
    if answer.is_well() || answer.status == 0 { Ok(answer) } else { request(address, &["--max-filesize", "10000000"]) }
}

fn request(address: &str, way: &[&str]) -> Result<Answer, AppError> {
    std::thread::sleep(PAUSE);
    let agent = concat!("parvis/", env!("CARGO_PKG_VERSION"), " (link check)");
    let mut curl = Command::new("curl");
    // The first says that no file of settings is read; no address is a pattern, and none leads to a file.
    curl.args(["--disable", "--globoff", "--silent", "--show-error", "--location", "--max-redirs", "5"]);
    curl.args(["--proto", "=http,https", "--proto-redir", "=http,https", "--max-time", LIMIT]);
    curl.args(["--user-agent", agent, "--write-out", "%{stderr}\n%{http_code}", "--output", NOWHERE]);
    curl.args(way).args(["--url", address]).stdin(Stdio::null());
    let output = curl.output().map_err(|_| no_curl())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let (words, status) = said.trim_end().rsplit_once('\n').unwrap_or(("", &said));
    let reason = words.lines().last().unwrap_or_default().trim_start_matches("curl: ").to_owned();
    let status = status.trim().parse().unwrap_or(0);
    Ok(Answer { day: 0, status, reason })
}

const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

fn no_curl() -> AppError {
    AppError::new(
        Bilingual::new("le programme curl ne se lance pas", "the program curl does not start"),
        Bilingual::new("l’installer : il interroge les autres sites", "install it: it asks the other sites"),
    )
}

fn told(link: &OutsideLink, answer: &Answer) -> Diagnostic {
    let address = &link.address;
    let message = if answer.status == 0 {
        let reason = &answer.reason;
        Bilingual::new(
            format!("{address} ne répond pas ; curl dit : {reason}"),
            format!("{address} does not answer; curl says: {reason}"),
        )
    } else {
        let status = answer.status;
        Bilingual::new(format!("{address} répond {status}"), format!("{address} answers {status}"))
    };
    let help = Bilingual::new(
        "corriger l’adresse ou en nommer une autre ; ce site sera interrogé de nouveau demain",
        "correct the address, or name another one; this site is asked again tomorrow",
    );
    Diagnostic::warning(Code::LinkOutside, message).at(link.place.clone()).help(help)
}

fn write(answers: &BTreeMap<String, Answer>) -> String {
    let line = |(address, answer): (&String, &Answer)| {
        let reason = answer.reason.replace(char::is_control, " ");
        format!("{} {} {address} {reason}\n", answer.day, answer.status)
    };
    format!("{FORMAT}\n") + &answers.iter().map(line).collect::<String>()
}

/// Reads what [`write`] wrote; a line that is anything else is left out.
fn read(text: &str) -> BTreeMap<String, Answer> {
    let mut lines = text.lines();
    if lines.next() != Some(FORMAT) {
        return BTreeMap::new();
    }
    let line = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        let (day, status) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (address, reason) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some((address, Answer { day, status, reason }))
    };
    lines.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{Answer, BTreeMap, in_turns, read, write};

    #[test]
    fn what_was_answered_is_read_as_it_was_written_and_damage_is_left_out() {
        let answer = |day, status, reason: &str| Answer { day, status, reason: reason.to_owned() };
        let answers: BTreeMap<_, _> = [
            ("https://a.example/".to_owned(), answer(20_000, 200, "")),
            ("https://b.example/".to_owned(), answer(20_001, 0, "(6) Could not resolve host")),
        ]
        .into();
        assert_eq!(read(&write(&answers)), answers);
        assert_eq!(read(&(write(&answers) + "x y\n\u{0}\n")), answers);
        assert!(read("something else\n20000 200 https://a.example/ \n").is_empty());
    }

    #[test]
    fn an_answer_is_believed_for_some_days() {
        let fresh = |status, today| Answer { day: 100, status, reason: String::new() }.is_fresh(today);
        assert!(fresh(200, 100) && fresh(200, 113) && !fresh(200, 114));
        assert!(fresh(404, 100) && !fresh(404, 101));
        // A clock that was wrong is no reason to believe for ever.
        assert!(!fresh(200, 99));
    }

    #[test]
    fn hosts_take_turns() {
        let all = ["https://a.example/1", "https://a.example/2", "https://b.example/1"];
        assert_eq!(in_turns(&all), ["https://a.example/1", "https://b.example/1", "https://a.example/2"]);
    }
}
