//! `tally --method`: what the recorded ballots of a vote would give under other rules.

use std::collections::BTreeMap;
use std::path::Path;

use super::record::open_record;
use super::tally::{TallyForm, print_count, unknown};
use super::{AppError, Status, Terminal, argument};
use crate::council::{Rules, VoteId};
use crate::export::{Field, Table};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::what_if::{MARK, Unfit, WhatIf, what_if};

const STATUS: Field = Field::text("status", "que ce n’est pas un résultat", "that this is no result");
const DIFFERS: Field = Field::text(
    "differs",
    "en quoi les règles diffèrent de celles scellées",
    "how the rules differ from the sealed ones",
);

/// Counts the recorded ballots of a vote by `method`, with rules given as `key=value`, and those
/// not given as sealed. Whatever is printed says that it is no result.
///
/// # Errors
/// An unknown vote, rules that do not fit it or are not all known, a record that does not hold.
pub fn tally_by(
    root: &Path,
    vote: &str,
    (method, rules): (&str, &[String]),
    form: TallyForm,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let given = read_given(rules)?;
    let record = open_record(root)?;
    let id: VoteId = argument::read("", vote)?;
    let opened = record.vote(&id).filter(|vote| vote.opening().is_some()).ok_or_else(|| unknown(&record, &id))?;
    let found = what_if(opened, method, &given).map_err(|unfit| refused(&unfit, method))?;
    match form {
        TallyForm::Json => terminal.json(&found),
        TallyForm::Pabulib => return Err(no_pabulib()),
        TallyForm::Csv => {
            let differs: Vec<String> = found.differs.iter().map(ToString::to_string).collect();
            let table = Table::of_all(found.would_be.iter().map(|one| (one.electorate.as_ref(), &one.count)))
                .marked(DIFFERS, &differs.join("; "))
                .marked(STATUS, MARK);
            terminal.bytes(table.write().as_bytes());
        }
        TallyForm::Text => print(&found, terminal),
    }
    Ok(Status::Fine)
}

fn print(found: &WhatIf, terminal: Terminal) {
    let WhatIf { vote, sealed_rules, rules, ballots, .. } = found;
    terminal.line(&format!("*** {MARK} ***"));
    terminal.say(
        &format!(
            "{vote} : {} par {rules} ; les règles scellées sont {sealed_rules}. Ce n’est pas un résultat.",
            Fr.count(*ballots, "bulletin compté", "bulletins comptés")
        ),
        &format!(
            "{vote}: {} counted by {rules}; the sealed rules are {sealed_rules}. This is no result.",
            En.count(*ballots, "ballot", "ballots")
        ),
    );
    terminal.say("ce qui diffère des règles scellées :", "what differs from the sealed rules:");
    if found.differs.is_empty() {
        terminal.say("  rien", "  nothing");
    }
    for difference in &found.differs {
        terminal.line(&format!("  {difference}"));
    }
    for one in &found.would_be {
        print_count(one.electorate.as_ref(), &one.count, terminal);
    }
    terminal.line(&format!("*** {MARK} ***"));
}

/// A `.pb` file has no place for the mark, and says which projects won.
fn no_pabulib() -> AppError {
    AppError::new(
        Bilingual::new("--pabulib ne va pas avec --method", "--pabulib does not go with --method"),
        Bilingual::new(
            "prendre --json ou --csv, qui disent que ce n’est pas un résultat",
            "take --json or --csv, which say that it is no result",
        ),
    )
}

fn read_given(rules: &[String]) -> Result<BTreeMap<String, String>, AppError> {
    let mut given = BTreeMap::new();
    for rule in rules {
        let pair = rule.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
        let pair = pair.filter(|(key, _)| !key.is_empty()).ok_or_else(|| {
            AppError::new(
                Bilingual::new(format!("--rule : `{rule}`"), format!("--rule: `{rule}`")),
                Bilingual::new(
                    "attendu : clé=valeur, par exemple ties=report",
                    "expected key=value, such as ties=report",
                ),
            )
        })?;
        if given.insert(pair.0.to_owned(), pair.1.to_owned()).is_some() {
            return Err(AppError::new(
                Bilingual::new(format!("--rule : `{}` deux fois", pair.0), format!("--rule: `{}` twice", pair.0)),
                Bilingual::new("donner chaque règle une seule fois", "give each rule once"),
            ));
        }
    }
    Ok(given)
}

fn refused(unfit: &Unfit, method: &str) -> AppError {
    let (message, help) = match unfit {
        Unfit::MethodUnknown(name) => {
            let names = Rules::NAMES.join(", ");
            (
                Bilingual::new(format!("aucune méthode ne s’appelle `{name}`"), format!("no method is named `{name}`")),
                Bilingual::new(format!("les méthodes : {names}"), format!("the methods: {names}")),
            )
        }
        Unfit::Body { ballots, method: counted } => {
            let (ballots, counted) = (ballots.word(), counted.word());
            (
                Bilingual::new(
                    format!(
                        "les bulletins de ce vote sont de la forme `{ballots}`, et {method} compte la forme `{counted}`"
                    ),
                    format!(
                        "the ballots of this vote are of the form `{ballots}`, and {method} counts the form `{counted}`"
                    ),
                ),
                Bilingual::new(
                    format!("choisir une méthode qui compte la forme `{ballots}`"),
                    format!("choose a method that counts the form `{ballots}`"),
                ),
            )
        }
        Unfit::Undecided(keys) => {
            let (list, flags) = (keys.join(", "), keys.iter().map(|key| format!("--rule {key}=…")).collect::<Vec<_>>());
            let flags = flags.join(" ");
            (
                Bilingual::new(
                    format!("restent à décider pour {method}, que les règles scellées ne disent pas : {list}"),
                    format!("still to decide for {method}, since the sealed rules do not say it: {list}"),
                ),
                Bilingual::new(format!("donner : {flags}"), format!("give: {flags}")),
            )
        }
        Unfit::RuleUnknown(keys) => {
            let list = keys.join(", ");
            (
                Bilingual::new(format!("{method} n’a pas de règle {list}"), format!("{method} has no rule {list}")),
                Bilingual::new("voir ses règles dans docs/format.md", "see its rules in docs/format.md"),
            )
        }
        Unfit::Malformed(key, value, expected) => (
            Bilingual::new(format!("{key} : `{value}`"), format!("{key}: `{value}`")),
            Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
        ),
        Unfit::Definition(fault) => (
            Bilingual::new(
                format!("ces règles ne vont pas avec ce vote : {}", fault.message.fr),
                format!("these rules do not fit this vote: {}", fault.message.en),
            ),
            Bilingual::new("changer les règles données par --rule", "change the rules given by --rule"),
        ),
        Unfit::Refused(ballots) => (
            Bilingual::new(
                format!("bulletins qui n’auraient pas été admis sous ces règles : {ballots}"),
                format!("ballots that would not have been taken under these rules: {ballots}"),
            ),
            Bilingual::new(
                "élargir les limites données par --rule : choices-max, points-max, equal-ranks, missing…",
                "widen the limits given by --rule: choices-max, points-max, equal-ranks, missing…",
            ),
        ),
        Unfit::Overflow(overflow) => return AppError::of(overflow),
    };
    AppError::new(message, help)
}
