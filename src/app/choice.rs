//! A voter's choice, from words to what a ballot says: wrong words are named with the code that the
//! ballot would be refused with, and with what was probably meant.

use super::AppError;
use crate::council::{Answer, BallotBody, Grade, OptionId, Rules};
use crate::document::nearest;
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};
use crate::statement::{Definition, ExampleOption, Vote, example_of, typed_option};

/// What a voter chose.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Nothing yet: it is asked for, or what can be chosen is told.
    Unsaid,
    /// Words for a body, such as `elm=3 oak=1` for points.
    Said(BallotBody, Vec<String>),
    /// A blank ballot.
    Blank,
}

/// Reads `choice` as a ballot of the vote that `definition` seals.
///
/// # Errors
/// Words that are no choice of this vote.
pub fn read_choice(definition: &Definition, choice: &Choice) -> Result<Vote, AppError> {
    let body = definition.rules.body();
    let vote = match choice {
        Choice::Unsaid => return Err(unsaid(definition)),
        Choice::Blank => blank(body),
        Choice::Said(said, words) if *said == body => read_words(definition, &words.join(" "))?,
        Choice::Said(said, _) => return Err(wrong_body(definition, *said)),
    };
    Ok(vote.sorted())
}

/// Reads a line that a voter typed when asked.
///
/// # Errors
/// As [`read_choice`].
pub fn read_line(definition: &Definition, line: &str) -> Result<Vote, AppError> {
    let body = definition.rules.body();
    let choice = match line.trim() {
        "" => Choice::Unsaid,
        "blank" | "blanc" => Choice::Blank,
        words => Choice::Said(body, vec![words.to_owned()]),
    };
    read_choice(definition, &choice)
}

const fn blank(body: BallotBody) -> Vote {
    match body {
        BallotBody::Answer => Vote::Answer(Answer::Blank),
        BallotBody::Choices => Vote::Choices(Vec::new()),
        BallotBody::Ranking => Vote::Ranking(Vec::new()),
        BallotBody::Grades => Vote::Grades(Vec::new()),
        BallotBody::Points => Vote::Points(Vec::new()),
    }
}

fn read_words(definition: &Definition, words: &str) -> Result<Vote, AppError> {
    // `a = 3` and `a=3` are the same to whoever types; commas part as spaces do.
    let words = words.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.replace(" = ", "=").replace(" =", "=").replace("= ", "=");
    let items = || words.split(' ').filter(|item| !item.is_empty());
    let option = |name: &str| read_option(definition, name);
    let vote = match definition.rules.body() {
        BallotBody::Answer => Vote::Answer(read_answer(&words)?),
        BallotBody::Choices => Vote::Choices(items().map(option).collect::<Result<_, _>>()?),
        BallotBody::Ranking => Vote::Ranking(read_ranks(definition, &words)?),
        BallotBody::Points => {
            let points = |item| {
                let (name, number) = read_pair(definition, item)?;
                Ok((option(name)?, read_number(item, number)?))
            };
            Vote::Points(items().map(points).collect::<Result<_, AppError>>()?)
        }
        BallotBody::Grades => {
            let grade = |item| {
                let (name, grade) = read_pair(definition, item)?;
                Ok((option(name)?, read_grade(&definition.rules, grade)?))
            };
            Vote::Grades(items().map(grade).collect::<Result<_, AppError>>()?)
        }
    };
    let named = vote.options();
    match named.iter().enumerate().find(|(at, id)| named[..*at].contains(id)) {
        Some((_, twice)) => Err(named_twice(twice)),
        None if vote.body() != BallotBody::Answer && named.is_empty() => Err(unsaid(definition)),
        None => Ok(vote),
    }
}

/// Ranks apart by `>`, or by a space where there is no `>`.
fn read_ranks(definition: &Definition, words: &str) -> Result<Vec<Vec<OptionId>>, AppError> {
    let ranks: Vec<&str> =
        if words.contains('>') { words.split('>').map(str::trim).collect() } else { words.split(' ').collect() };
    let read = |rank: &&str| {
        if let Some((left, right)) = rank.split_once(' ') {
            return Err(unclear_rank(left, right));
        }
        rank.split('=').map(|name| read_option(definition, name)).collect()
    };
    ranks.iter().filter(|rank| !rank.is_empty() || ranks.len() > 1).map(read).collect()
}

fn read_option(definition: &Definition, name: &str) -> Result<OptionId, AppError> {
    let options = &definition.options;
    if let Some(option) = options.iter().find(|option| option.id.as_str() == name) {
        return Ok(option.id.clone());
    }
    let lower = name.to_lowercase();
    let titled = options.iter().find(|option| option.title.iter().any(|(_, title)| title.to_lowercase() == lower));
    let near = titled.map(|option| option.id.as_str());
    // Of ids as short as a letter every one is near.
    let ids = options.iter().map(|option| option.id.as_str()).filter(|id| id.len() > 2);
    let near = near.or_else(|| nearest(&lower, ids));
    let listed = options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>().join(", ");
    Err(refused(
        Code::OptionUnknown,
        Bilingual::new(
            format!("`{name}` n’est pas un choix de ce vote"),
            format!("`{name}` is not an option of this vote"),
        ),
        meant(near, &Bilingual::new(format!("les choix : {listed}"), format!("the options: {listed}"))),
    ))
}

fn read_answer(word: &str) -> Result<Answer, AppError> {
    Answer::read(word).ok_or_else(|| {
        let expected = Answer::expected();
        refused(
            Code::GrammarFault,
            Bilingual::new(format!("`{word}` n’est pas une réponse"), format!("`{word}` is not an answer")),
            meant(
                nearest(&word.to_lowercase(), Answer::ALL.iter().map(|answer| answer.word())),
                &Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
            ),
        )
    })
}

fn read_pair<'a>(definition: &Definition, item: &'a str) -> Result<(&'a str, &'a str), AppError> {
    item.split_once('=').filter(|(name, worth)| !name.is_empty() && !worth.is_empty()).ok_or_else(|| {
        refused(
            Code::GrammarFault,
            Bilingual::new(
                format!("`{item}` ne dit pas ce que vaut un choix"),
                format!("`{item}` gives no option a worth"),
            ),
            for_example(definition),
        )
    })
}

fn read_number(item: &str, number: &str) -> Result<u32, AppError> {
    u32::read(number).ok_or_else(|| {
        let expected = u32::expected();
        refused(
            Code::GrammarFault,
            Bilingual::new(
                format!("`{item}` : `{number}` n’est pas un nombre de points"),
                format!("`{item}`: `{number}` is not a number of points"),
            ),
            Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
        )
    })
}

fn read_grade(rules: &Rules, name: &str) -> Result<OptionId, AppError> {
    let known = scale(rules);
    if let Some(grade) = known.iter().find(|grade| grade.id.as_str() == name) {
        return Ok(grade.id.clone());
    }
    let lower = name.to_lowercase();
    let titled = known.iter().find(|grade| grade.title.iter().any(|(_, title)| title.to_lowercase() == lower));
    let ids = || known.iter().map(|grade| grade.id.as_str());
    let near = titled.map(|grade| grade.id.as_str()).or_else(|| nearest(&lower, ids()));
    let listed = ids().collect::<Vec<_>>().join(", ");
    Err(refused(
        Code::GradeUnknown,
        Bilingual::new(
            format!("`{name}` n’est pas une mention de ce vote"),
            format!("`{name}` is not a grade of this vote"),
        ),
        meant(
            near,
            &Bilingual::new(
                format!("les mentions, de la meilleure à la pire : {listed}"),
                format!("the grades, best first: {listed}"),
            ),
        ),
    ))
}

/// The grades, best first; none where the rules have none.
fn scale(rules: &Rules) -> &[Grade] {
    if let Rules::MajorityJudgment(rules) = rules { &rules.grades } else { &[] }
}

fn unclear_rank(left: &str, right: &str) -> AppError {
    refused(
        Code::GrammarFault,
        Bilingual::new(
            format!("rien ne dit lequel passe avant, de `{left}` et de `{right}`"),
            format!("nothing says which comes first, `{left}` or `{right}`"),
        ),
        Bilingual::new(
            "séparer tous les rangs par `>`, ou tous par un espace ; `=` joint deux choix de même rang",
            "part all ranks by `>`, or all by a space; `=` joins two options of one rank",
        ),
    )
}

fn named_twice(id: &OptionId) -> AppError {
    refused(
        Code::GrammarFault,
        Bilingual::new(format!("`{id}` est nommé deux fois"), format!("`{id}` is named twice")),
        Bilingual::new("nommer chaque choix une seule fois", "name each option once"),
    )
}

fn wrong_body(definition: &Definition, said: BallotBody) -> AppError {
    let (found, expected) = (typed_option(said), typed_option(definition.rules.body()));
    refused(
        Code::BodyMismatch,
        Bilingual::new(
            format!("`{found}` ne va pas ici : ce vote prend `{expected}`"),
            format!("`{found}` does not fit: this vote takes `{expected}`"),
        ),
        for_example(definition),
    )
}

fn meant(near: Option<&str>, otherwise: &Bilingual) -> Bilingual {
    match near {
        Some(near) => Bilingual::new(
            format!("vouliez-vous dire `{near}` ? {}", otherwise.fr),
            format!("did you mean `{near}`? {}", otherwise.en),
        ),
        None => otherwise.clone(),
    }
}

fn refused(code: Code, message: Bilingual, help: Bilingual) -> AppError {
    AppError::Findings(vec![Diagnostic::error(code, message).help(help)])
}

fn example(definition: &Definition) -> Option<Vote> {
    let options = definition.options.iter().map(|option| ExampleOption {
        id: option.id.clone(),
        category: option.category.clone(),
        cost: option.cost,
    });
    example_of(&definition.rules, &options.collect::<Vec<_>>())
}

fn for_example(definition: &Definition) -> Bilingual {
    let typed = example(definition).map_or_else(|| "--blank".to_owned(), |vote| vote.as_typed());
    Bilingual::new(
        format!("par exemple : {typed} ; `--blank` pour un bulletin blanc"),
        format!("for example: {typed}; `--blank` for a blank ballot"),
    )
}

/// What the vote asks, and what can be answered: the question, the options with their titles, and
/// how the body is written.
pub(super) fn explained(definition: &Definition) -> Bilingual {
    let words = |language| {
        let options = definition.options.iter().map(|option| listed(&option.id, &option.title, language));
        (title_in(&definition.question, language), options.collect::<String>())
    };
    let ((fr, options_fr), (en, options_en)) = (words(Language::Fr), words(Language::En));
    let body = shape(definition);
    Bilingual::new(format!("{fr}{options_fr}\n{}", body.fr), format!("{en}{options_en}\n{}", body.en))
}

/// Words in `language`, or in the one that prevails.
fn title_in(titles: &[(Language, String)], language: Language) -> &str {
    let own = titles.iter().find(|(other, _)| *other == language).or(titles.first());
    own.map_or("", |(_, title)| title)
}

/// A line of its own with an id and its title.
fn listed(id: &OptionId, titles: &[(Language, String)], language: Language) -> String {
    format!("\n  {:<24} {}", id.as_str(), title_in(titles, language))
}

/// How the words of a choice are written.
fn shape(definition: &Definition) -> Bilingual {
    match definition.rules.body() {
        BallotBody::Answer => Bilingual::new(
            "une réponse : for (pour), against (contre), abstention, not-voting (ne prend pas part)",
            "one answer: for, against, abstention, not-voting (takes no part)",
        ),
        BallotBody::Choices => Bilingual::new(
            "les noms de vos choix, séparés par un espace",
            "the names of your choices, with a space between them",
        ),
        BallotBody::Ranking => Bilingual::new(
            "vos choix, le préféré d’abord, séparés par un espace ; `=` joint deux choix de même rang, où les règles l’admettent",
            "your choices, best first, with a space between them; `=` joins two of one rank, where the rules allow it",
        ),
        BallotBody::Grades => {
            let grades = |language| -> String {
                scale(&definition.rules).iter().map(|grade| listed(&grade.id, &grade.title, language)).collect()
            };
            let (fr, en) = (grades(Language::Fr), grades(Language::En));
            Bilingual::new(
                format!("une mention par choix, `choix=mention` ; de la meilleure à la pire :{fr}"),
                format!("a grade for each option, `option=grade`; best first:{en}"),
            )
        }
        BallotBody::Points => Bilingual::new(
            "des points par choix, `choix=points`, séparés par un espace",
            "points for options, `option=points`, with a space between them",
        ),
    }
}

/// The question, with every option by its id and title, and an example.
fn unsaid(definition: &Definition) -> AppError {
    let said = explained(definition);
    AppError::new(
        Bilingual::new(format!("rien n’est choisi. {}", said.fr), format!("nothing is chosen. {}", said.en)),
        for_example(definition),
    )
}
