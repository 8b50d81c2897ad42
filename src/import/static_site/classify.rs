//! What a page of another site is: minutes, an agenda, news, a page.

use crate::import::slug::folded;

/// What a page becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// The minutes of a meeting.
    Minutes,
    /// The agenda of a meeting.
    Agenda,
    /// Anything else.
    Other,
}

/// Words that name a folder, a category or a layout of minutes by themselves.
const MINUTES: &[&str] =
    &["minutes", "comptes rendus", "compte rendu", "proces verbaux", "proces verbal", "cr", "crs", "pv", "pvs"];
/// Words of a title that name minutes.
const MINUTES_TITLES: &[&str] =
    &["compte rendu", "comptes rendus", "proces verbal", "minutes of", "meeting minutes", "council minutes"];
/// Words that name an agenda by themselves.
const AGENDAS: &[&str] = &["agendas", "ordre du jour", "ordres du jour", "convocations"];
/// Words of a title that name an agenda.
const AGENDA_TITLES: &[&str] =
    &["ordre du jour", "meeting agenda", "council agenda", "agenda for", "convocation du conseil", "notice of meeting"];
/// Words beside which `minutes` and `agenda` are of a meeting and not of an hour or of a calendar.
const MEETINGS: &[&str] = &[
    "meeting",
    "meetings",
    "council",
    "committee",
    "board",
    "conseil",
    "commission",
    "seance",
    "reunion",
    "assembly",
    "assemblee",
];

/// Sorts a page by the folders, categories, tags and layouts it stands under and by its title.
pub(super) fn sort<'a>(labels: impl IntoIterator<Item = &'a str>, title: &str) -> Sort {
    let title_words = folded(title);
    let title = format!(" {} ", title_words.join(" "));
    let labels: Vec<String> = labels.into_iter().map(|label| folded(label).join(" ")).collect();
    let labelled = |names: &[&str]| labels.iter().any(|label| names.contains(&label.as_str()));
    let titled = |names: &[&str]| names.iter().any(|name| title.contains(&format!(" {name} ")));
    let of_a_meeting = titled(MEETINGS) || labelled(MEETINGS);
    if titled(AGENDA_TITLES) || of_a_meeting && titled(&["agenda"]) {
        Sort::Agenda
    } else if titled(MINUTES_TITLES) || labelled(MINUTES) || of_a_meeting && titled(&["minutes", "pv", "cr"]) {
        Sort::Minutes
    } else if labelled(AGENDAS) || of_a_meeting && labelled(&["agenda"]) {
        Sort::Agenda
    } else {
        Sort::Other
    }
}

#[cfg(test)]
mod tests {
    use super::{Sort, sort};

    #[test]
    fn minutes_and_agendas_are_known_in_both_languages() {
        for (labels, title, expected) in [
            (&["Minutes"][..], "Informal Notes from July meeting", Sort::Minutes),
            (&["news"], "Council Meeting Minutes April 2024", Sort::Minutes),
            (&["comptes"], "Compte rendu municipal d'octobre 2019", Sort::Minutes),
            (&["procès-verbaux"], "Séance du 3 mai", Sort::Minutes),
            (&["actualites"], "Ordre du jour du conseil du 3 mai 2019", Sort::Agenda),
            (&["minutes"], "Agenda for the meeting of 3 May 2019", Sort::Agenda),
            (&["agendas"], "May", Sort::Agenda),
            (&["agenda"], "Fête de la musique", Sort::Other),
            (&["news"], "The library is five minutes away", Sort::Other),
            (&["comptes"], "Budget 2019", Sort::Other),
        ] {
            assert_eq!(sort(labels.iter().copied(), title), expected, "{labels:?} {title}");
        }
    }
}
