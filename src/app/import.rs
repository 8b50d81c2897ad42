//! `import pabulib`: a trial council from a file of a participatory budget.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::key::PrivateKey;
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::pabulib;
use crate::publish::record::{Access, add, write_new};
use crate::publish::repository::NewRepository;
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::tree::{Digest, FileTree};
use crate::trial::{self, Trial, TrialFault, VOTE};

/// The keys that are written out; those of the other voters are made again where they are needed.
const KEYS: [&str; 4] = ["root", "officer", "log", "voter-1"];

/// When the first commit says that it was made; each one after comes a minute later.
const BEGIN: i64 = 1_580_540_400;

/// Makes a trial council of the `.pb` file `file` in the empty folder `into`: `council/`, a git
/// repository with the vote open and the ballots handed in, and `keys/`. With `run`, the ballots
/// are recorded too, the vote closed and its result certified.
///
/// # Errors
/// The file is not of the format, the folder not empty, or nothing here counts such ballots.
pub fn import_pabulib(file: &Path, into: &Path, run: bool, terminal: Terminal) -> Result<Status, AppError> {
    let bytes = folder::read_file(file)?;
    let instance = pabulib::read(&bytes).map_err(|fault| {
        let place = Place::named(&file.to_string_lossy()).at_line(fault.line);
        AppError::Findings(vec![Diagnostic::error(Code::GrammarFault, fault.message).at(place)])
    })?;
    let hash = Digest::of(&bytes);
    let taken = std::fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some());
    if taken || into.is_file() {
        return Err(not_empty(into));
    }
    let Trial { content, opened, ballots, declared, unsaid, differing } =
        trial::make(&instance, hash).map_err(fault)?;
    let (council, keys) = (into.join("council"), into.join("keys"));
    std::fs::create_dir_all(&council).map_err(|error| AppError::of(&error))?;
    for name in KEYS {
        write_key(&keys.join(name), &trial::key(hash, name), &format!("TRIAL throw-away {name}"))?;
    }
    let repository = NewRepository::begin(&council).map_err(|error| AppError::of(&error))?;
    let mut minutes = 0;
    let mut commit = |files: &FileTree, subject: &str| {
        add(&council, files)?;
        minutes += 1;
        repository.commit(subject, "trial", BEGIN + 60 * minutes).map_err(|error| AppError::of(&error))
    };
    commit(&content, "content: a trial council")?;
    commit(&opened, "record: genesis, a roll, the vote opens")?;
    commit(&ballots, "ballots: one of each voter")?;
    let (voters, projects, shown) = (instance.votes.len(), instance.projects.len(), council.display());
    terminal.say(
        &format!(
            "ESSAI : {}, {} par des clés jetables, dans {shown}",
            Fr.count(projects, "projet", "projets"),
            Fr.count(voters, "bulletin signé", "bulletins signés")
        ),
        &format!(
            "TRIAL: {}, {} signed by throw-away keys, in {shown}",
            En.count(projects, "project", "projects"),
            En.count(voters, "ballot", "ballots")
        ),
    );
    for rule in &declared {
        terminal.say(&format!("déclaré ici : {}", rule.fr), &format!("declared here: {}", rule.en));
    }
    for line in &unsaid {
        terminal.say(&format!("non repris : {}", line.fr), &format!("not carried over: {}", line.en));
    }
    for line in &differing {
        terminal.say(&format!("à regarder : {}", line.fr), &format!("look again: {}", line.en));
    }
    if run {
        let mut files = opened;
        files.overlay(&ballots);
        let certified = trial::run(files, hash).map_err(fault)?;
        commit(&certified, "record: the ballots, closed and certified")?;
        for line in trial::compared(&instance, &certified) {
            terminal.say(&line.fr, &line.en);
        }
        terminal.say("consigné, clos, certifié ; à recompter :", "recorded, closed, certified; to recount:");
    } else {
        let guard = "--guard ../keys/guard";
        terminal.say("ensuite :", "next:");
        terminal.line(&format!("  cd {}", council.display()));
        terminal.line(&format!("  scrutineer ingest --log-key ../keys/log {guard} --new-guard"));
        for stage in ["close", "certify"] {
            terminal.line("  git add submissions && git commit -m record");
            terminal.line(&format!("  scrutineer {stage} {VOTE} --key ../keys/officer --log-key ../keys/log {guard}"));
        }
        terminal.line("  git add submissions && git commit -m record");
    }
    terminal.line(&format!("  scrutineer audit --folder {}", council.display()));
    terminal.line(&format!("  scrutineer tally {VOTE} --folder {}", council.display()));
    Ok(Status::Fine)
}

fn write_key(path: &Path, key: &PrivateKey, comment: &str) -> Result<(), AppError> {
    use crate::grammar::Token as _;
    write_new(path, key.write(comment).as_bytes(), Access::Owner)?;
    let public = format!("{} {comment}\n", key.public().write());
    write_new(&path.with_extension("pub"), public.as_bytes(), Access::Everyone)?;
    Ok(())
}

fn not_empty(into: &Path) -> AppError {
    let into = into.display();
    AppError::new(
        Bilingual::new(format!("{into} n’est pas un dossier vide"), format!("{into} is not an empty folder")),
        Bilingual::new("choisir un dossier vide ou nouveau", "choose a folder that is empty or new"),
    )
}

fn fault(fault: TrialFault) -> AppError {
    match fault {
        TrialFault::Ballots(reason) => uncounted(reason),
        TrialFault::Content(findings) => AppError::Findings(findings),
        TrialFault::Rule(rejection) => rejection.into(),
    }
}

fn uncounted(reason: Bilingual) -> AppError {
    AppError::new(
        reason,
        Bilingual::new(
            "aucune méthode d’ici ne compte ces bulletins comme le fichier : en prendre un autre",
            "no method here counts these ballots as the file does: take another one",
        ),
    )
}
