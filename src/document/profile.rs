//! `law/<name>.yaml`: the rules of law that a council's records are held against, as data.
//!
//! Two profiles are in the program, `fr` and `none`; a council's own file of a name wins over them.

use super::body::BodyKind;
use super::fields::{Fields, nearest};
use super::front_matter::Sheet;
use super::record::RecordId;
use crate::council::{Fraction, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

const EMBEDDED: [(&str, &[u8]); 2] =
    [("fr", include_bytes!("profiles/fr.yaml")), ("none", include_bytes!("profiles/none.yaml"))];

words! {
    /// What minutes must tell.
    MinutesContent {
        /// Who chaired.
        Chair = "chair",
        /// Who was present or represented.
        Attendance = "attendance",
        /// Who kept them.
        Secretary = "secretary",
        /// The quorum.
        Quorum = "quorum",
        /// What was on the table.
        Agenda = "agenda",
        /// What became of each item that called for a decision.
        Decisions = "decisions",
        /// Who voted how, where the ballot was public.
        RollCalls = "roll-calls",
        /// The gist of the debate, in words.
        Text = "text",
        /// That chair and secretary signed, once they are settled.
        Signatures = "signatures",
    }
    /// Whose vote decides where as many are for as against.
    Casting {
        /// The chair's.
        Chair = "chair",
    }
}

/// The name of a profile, such as `fr`.
pub type ProfileName = RecordId;

/// The rules of law that records are held against; each may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The kinds of body that it binds; every kind where none is named.
    pub bodies: Vec<BodyKind>,
    /// What every page says about the register that prevails.
    pub banner: Option<Bilingual>,
    /// Clear days of notice.
    pub notice: Option<NoticeRule>,
    /// How soon the list of decisions is posted.
    pub list: Option<WithinDays>,
    /// How soon settled minutes are published, and what they hold.
    pub minutes: Option<MinutesRule>,
    /// How long acts stay online.
    pub online: Option<OnlineRule>,
    /// How many must be present.
    pub quorum: Option<QuorumRule>,
    /// How many proxies a member may hold.
    pub proxies: Option<ProxyRule>,
    /// Whose vote decides where as many are for as against.
    pub casting_vote: Option<CastingRule>,
}

impl Profile {
    /// Whether the profile binds bodies of this kind.
    #[must_use]
    pub fn binds(&self, kind: BodyKind) -> bool {
        self.bodies.is_empty() || self.bodies.contains(&kind)
    }
}

/// Clear days of notice: the day of sending and the day of the meeting do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRule {
    /// How many.
    pub clear_days: u32,
    /// How many below `population_limit`.
    pub clear_days_small: Option<u32>,
    /// From how many inhabitants `clear_days` holds.
    pub population_limit: Option<u32>,
    /// How many where the notice says why the matter could not wait.
    pub urgency_days: Option<u32>,
    /// The article of law.
    pub article: Bilingual,
}

/// So many days from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithinDays {
    /// How many.
    pub days: u32,
    /// The article of law.
    pub article: Bilingual,
}

/// Minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinutesRule {
    /// Within how many days of being settled they are published.
    pub days: u32,
    /// What they must tell.
    pub contents: Vec<MinutesContent>,
    /// The article of law.
    pub article: Bilingual,
}

/// Acts online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlineRule {
    /// For how many months at least.
    pub months: u32,
    /// The article of law.
    pub article: Bilingual,
}

/// The quorum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumRule {
    /// More than this share of the members in office.
    pub more_than: Fraction,
    /// How many days after a meeting without quorum none is asked for.
    pub second_attempt_days: Option<u32>,
    /// The article of law.
    pub article: Bilingual,
}

/// Proxies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyRule {
    /// How many a member may hold.
    pub per_member: u32,
    /// The article of law.
    pub article: Bilingual,
}

/// A casting vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastingRule {
    /// Whose.
    pub by: Casting,
    /// The article of law.
    pub article: Bilingual,
}

/// The profile of this name: the council's own file, or the one in the program.
pub(super) fn load(name: &ProfileName, tree: &FileTree, findings: &mut Vec<Diagnostic>) -> Profile {
    let file = FilePath::parse(&format!("law/{name}.yaml")).expect("an id is a file name");
    let Some(bytes) = tree.get(&file).or_else(|| embedded(name.as_str())) else {
        let own = tree.below("law").map(|(path, _)| path.stem());
        let known: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).chain(own).collect();
        findings.push(unknown(name.as_str(), nearest(name.as_str(), known)));
        return Profile::default();
    };
    match Sheet::of_yaml(&file, bytes) {
        Ok(sheet) => {
            let profile = read(sheet.fields());
            findings.extend(sheet.into_findings());
            profile
        }
        Err(finding) => {
            findings.push(*finding);
            Profile::default()
        }
    }
}

fn unknown(name: &str, near: Option<&str>) -> Diagnostic {
    let message = Bilingual::new(
        format!("trouvé `law: {name}`, mais aucun profil de ce nom : ni `fr`, ni `none`, ni law/{name}.yaml"),
        format!("found `law: {name}`, but no profile has this name: it is not `fr`, `none` or law/{name}.yaml"),
    );
    let help = match near {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new(
            format!("écrire `law: none`, ou le fichier law/{name}.yaml (docs/law.fr.md)"),
            format!("write `law: none`, or the file law/{name}.yaml (docs/law.md)"),
        ),
    };
    Diagnostic::error(Code::LawUnknown, message).at(Place::named("parvis.yaml")).help(help)
}

fn embedded(name: &str) -> Option<&'static [u8]> {
    EMBEDDED.iter().find(|(other, _)| *other == name).map(|(_, bytes)| *bytes)
}

/// A profile that extends another has its rules, but for those that it words anew.
fn read(mut fields: Fields<'_>) -> Profile {
    let base = fields.token_if::<ProfileName>("extends").map(|name| base(&fields, &name)).unwrap_or_default();
    let bodies = if fields.has("bodies") { Vec::new() } else { base.bodies };
    let own_bodies = fields.tokens("bodies");
    let profile = Profile {
        bodies: [bodies, own_bodies].concat(),
        banner: fields.bilingual_if("banner").or(base.banner),
        notice: fields.record_if("notice").and_then(read_notice).or(base.notice),
        list: fields.record_if("list").and_then(read_list).or(base.list),
        minutes: fields.record_if("minutes").and_then(read_minutes).or(base.minutes),
        online: fields.record_if("online").and_then(read_online).or(base.online),
        quorum: fields.record_if("quorum").and_then(read_quorum).or(base.quorum),
        proxies: fields.record_if("proxies").and_then(read_proxies).or(base.proxies),
        casting_vote: fields.record_if("casting_vote").and_then(read_casting).or(base.casting_vote),
    };
    fields.done();
    profile
}

/// The profile in the program that another begins from.
fn base(fields: &Fields<'_>, name: &ProfileName) -> Profile {
    let Some(bytes) = embedded(name.as_str()) else {
        let message = Bilingual::new(
            format!("trouvé `{name}`, attendu : un profil du programme, `fr` ou `none`"),
            format!("found `{name}`, expected a profile of the program, `fr` or `none`"),
        );
        let help =
            Bilingual::new("écrire `extends: fr`, ou retirer la ligne", "write `extends: fr`, or take the line out");
        fields.report("extends", Diagnostic::error(Code::LawUnknown, message).help(help));
        return Profile::default();
    };
    let file = FilePath::parse("law/base.yaml").expect("a plain name is a path");
    Sheet::of_yaml(&file, bytes).map(|sheet| read(sheet.fields())).unwrap_or_default()
}

fn read_notice(mut fields: Fields<'_>) -> Option<NoticeRule> {
    let clear_days = fields.token("clear_days");
    let (clear_days_small, population_limit) =
        (fields.token_if("clear_days_small"), fields.token_if("population_limit"));
    let (urgency_days, article) = (fields.token_if("urgency_days"), fields.bilingual("article"));
    fields.done();
    Some(NoticeRule { clear_days: clear_days?, clear_days_small, population_limit, urgency_days, article: article? })
}

fn read_list(mut fields: Fields<'_>) -> Option<WithinDays> {
    let (days, article) = (fields.token("days"), fields.bilingual("article"));
    fields.done();
    Some(WithinDays { days: days?, article: article? })
}

fn read_minutes(mut fields: Fields<'_>) -> Option<MinutesRule> {
    let (days, contents, article) = (fields.token("days"), fields.tokens("contents"), fields.bilingual("article"));
    fields.done();
    Some(MinutesRule { days: days?, contents, article: article? })
}

fn read_online(mut fields: Fields<'_>) -> Option<OnlineRule> {
    let (months, article) = (fields.token("months"), fields.bilingual("article"));
    fields.done();
    Some(OnlineRule { months: months?, article: article? })
}

fn read_quorum(mut fields: Fields<'_>) -> Option<QuorumRule> {
    let (more_than, second) = (fields.token("more_than"), fields.token_if("second_attempt_days"));
    let article = fields.bilingual("article");
    fields.done();
    Some(QuorumRule { more_than: more_than?, second_attempt_days: second, article: article? })
}

fn read_proxies(mut fields: Fields<'_>) -> Option<ProxyRule> {
    let (per_member, article) = (fields.token("per_member"), fields.bilingual("article"));
    fields.done();
    Some(ProxyRule { per_member: per_member?, article: article? })
}

fn read_casting(mut fields: Fields<'_>) -> Option<CastingRule> {
    let (by, article) = (fields.token("by"), fields.bilingual("article"));
    fields.done();
    Some(CastingRule { by: by?, article: article? })
}

#[cfg(test)]
mod tests {
    use super::{EMBEDDED, Profile, read};
    use crate::document::front_matter::Sheet;
    use crate::tree::FilePath;

    #[test]
    fn the_profiles_in_the_program_read_without_a_finding() {
        for (name, bytes) in EMBEDDED {
            let sheet = Sheet::of_yaml(&FilePath::parse("a.yaml").expect("a path"), bytes).expect("readable");
            let profile = read(sheet.fields());
            assert_eq!(sheet.into_findings(), Vec::new(), "{name}");
            assert_eq!(profile == Profile::default(), name == "none", "{name}");
        }
    }
}
