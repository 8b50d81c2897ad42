//! Where an act is written: one process at a time, and nothing of an interrupted one left over.

use std::collections::BTreeMap;
use std::path::Path;

use super::guard::{GuardChoice, Watch};
use crate::act::{Act, LeftOver};
use crate::app::record::root_of;
use crate::app::{AppError, Status, Terminal};
use crate::language::{Bilingual, Language};
use crate::log::{leaf_hash, root as root_hash};
use crate::publish::act::{Lock, LockFault, Workshop, hide, lock};
use crate::record::ENTRIES;
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder::read_if_any;
use crate::source::git::GitSource;
use crate::statement::LogState;
use crate::statement::entry::read_entries;
use crate::tree::{Digest, FilePath, FileTree};

/// A council's folder, held by this process.
pub(in crate::app) struct Bench {
    workshop: Workshop,
    _lock: Lock,
}

/// What was found of an interrupted command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Found {
    Nothing,
    /// It was finished, or what it had staged was thrown away; the reader was told.
    Something,
}

impl Bench {
    /// Takes the council's folder at `root`, or says who holds it.
    pub(in crate::app) fn take(root: &Path) -> Result<Self, AppError> {
        let git = GitSource::open(root).ok();
        let aside = git.as_ref().map_or_else(|| root.join(".scrutineer"), |git| git.git_folder().join("scrutineer"));
        let held = lock(&aside.join("lock"), &super::holder()).map_err(locked)?;
        if git.is_none() {
            hide(&aside)?;
        }
        Ok(Self { workshop: Workshop { root: root.to_owned(), aside, guard: None }, _lock: held })
    }

    /// Writes `added`, which signs nothing for the log.
    pub(in crate::app) fn write_unsigned(&mut self, added: &FileTree) -> Result<(), AppError> {
        self.write(added, None)
    }

    /// Writes `added`, and before it is seen the state of the log that it signs.
    pub(super) fn write(
        &mut self,
        added: &FileTree,
        watch: Option<(&Watch, crate::act::Guard)>,
    ) -> Result<(), AppError> {
        let now =
            added.iter().map(|(path, _)| path).filter_map(|path| Some((path.clone(), self.lying(path).transpose()?)));
        let now: FileTree = now.map(|(path, bytes)| bytes.map(|bytes| (path, bytes))).collect::<Result<_, _>>()?;
        self.workshop.guard = watch.as_ref().map(|(watch, _)| watch.path.clone());
        let act = Act::new(&now, added, watch.map(|(watch, guard)| (watch.key.clone(), guard)));
        for step in act.steps() {
            self.workshop.perform(&act, step, added)?;
        }
        Ok(())
    }

    /// Whether `added` is what lies in the folder.
    pub(super) fn holds(&self, added: &FileTree) -> Result<bool, AppError> {
        for (path, bytes) in added.iter() {
            if self.lying(path)?.as_deref() != Some(bytes) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Finishes what an interrupted command sealed, throws away what it did not, and says so.
    pub(in crate::app) fn settle(&mut self, choice: &GuardChoice, terminal: Terminal) -> Result<Found, AppError> {
        let Some(list) = read_if_any(&self.workshop.marker())? else {
            if !self.workshop.sweep()? {
                return Ok(Found::Nothing);
            }
            terminal.say(
                "une commande interrompue n’avait encore rien écrit : ce qu’elle préparait est retiré",
                "an interrupted command had written nothing yet: what it prepared was taken away",
            );
            return Ok(Found::Something);
        };
        let act =
            Act::read(&list).ok_or_else(|| self.unfinished("sa liste est illisible", "its list cannot be read"))?;
        let (now, staged) = self.pieces(&act)?;
        let left_over = act.left_over(&now, &staged);
        match &left_over {
            LeftOver::Changed(path) => {
                return Err(self.unfinished(&format!("{path} a changé depuis"), &format!("{path} was changed since")));
            }
            LeftOver::Lost(path) => {
                return Err(self.unfinished(&format!("il manque {path}"), &format!("{path} is missing")));
            }
            LeftOver::Whole | LeftOver::Begun => {}
        }
        let watch = match &act.guard {
            None => None,
            Some((key, guard)) => {
                let leaves = self.leaves(&staged)?;
                let state = LogState { size: leaves.len() as u64, root: root_hash(&leaves) };
                if state != guard.state {
                    return Err(self.unfinished(
                        "l’état signé n’est pas celui de ses entrées",
                        "the signed state is not that of its entries",
                    ));
                }
                let watch = Watch::take(choice, key, None)?;
                if let Err(refusal) = watch.check(&guard.origin, &leaves, &[]) {
                    return self.overtaken(&left_over, refusal, terminal);
                }
                Some(watch)
            }
        };
        self.workshop.guard = watch.as_ref().map(|watch| watch.path.clone());
        for step in act.closing_steps() {
            self.workshop.perform(&act, step, &staged)?;
        }
        let count = act.files.len();
        terminal.say(
            &format!(
                "une commande interrompue est achevée : {} sous submissions/",
                Language::Fr.count(count, "fichier", "fichiers")
            ),
            &format!(
                "an interrupted command was completed: {} below submissions/",
                Language::En.count(count, "file", "files")
            ),
        );
        Ok(Found::Something)
    }

    /// An act that this machine's guard no longer takes: it was never seen, or it is refused.
    fn overtaken(&self, left_over: &LeftOver, refusal: AppError, terminal: Terminal) -> Result<Found, AppError> {
        if *left_over != LeftOver::Whole {
            return Err(refusal);
        }
        self.workshop.give_up()?;
        terminal.say(
            "une commande interrompue n’avait encore rien montré, et cette machine a signé depuis un autre état du journal : elle est abandonnée",
            "an interrupted command had shown nothing yet, and this machine has signed another state of the log since: it was given up",
        );
        Ok(Found::Something)
    }

    /// What lies in the places of an act's files, and what is staged of them.
    fn pieces(&self, act: &Act) -> Result<(BTreeMap<FilePath, Digest>, FileTree), AppError> {
        let (mut now, mut staged) = (BTreeMap::new(), FileTree::new());
        for file in &act.files {
            if let Some(bytes) = self.lying(&file.path)? {
                now.insert(file.path.clone(), Digest::of(&bytes));
            }
            if let Some(bytes) = read_if_any(&self.workshop.staged(&file.after))? {
                staged.insert(file.path.clone(), bytes);
            }
        }
        Ok((now, staged))
    }

    fn lying(&self, path: &FilePath) -> Result<Option<Vec<u8>>, AppError> {
        Ok(read_if_any(&self.workshop.root.join(path.as_str()))?)
    }

    /// The leaf hashes of the log as the act leaves it.
    fn leaves(&self, staged: &FileTree) -> Result<Vec<Digest>, AppError> {
        let entries = match staged.get_str(ENTRIES) {
            Some(bytes) => bytes.to_vec(),
            None => read_if_any(&self.workshop.root.join(ENTRIES))?.unwrap_or_default(),
        };
        let entries = read_entries(&entries)
            .map_err(|_| self.unfinished("son journal est illisible", "its log cannot be read"))?;
        Ok(entries.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect())
    }

    fn unfinished(&self, fr: &str, en: &str) -> AppError {
        let message = Bilingual::new(
            format!("une commande a été interrompue pendant qu’elle écrivait, et ne peut être achevée : {fr}"),
            format!("a command was interrupted while it wrote, and cannot be completed: {en}"),
        );
        let help = Bilingual::new(
            "remettre submissions/ comme il était (git stash -u -- submissions, ou revenir au commit d’avant), puis : scrutineer recover ; pour y renoncer : scrutineer recover --discard",
            "put submissions/ back as it was (git stash -u -- submissions, or go back to the commit before), then: scrutineer recover; to give the act up: scrutineer recover --discard",
        );
        let place = Place::named(&self.workshop.marker().to_string_lossy());
        AppError::refused(Diagnostic::error(Code::ActUnfinished, message).at(place).help(help))
    }
}

/// `recover`: finishes or throws away what an interrupted command left.
///
/// # Errors
/// Another process is writing, or files were changed since the interruption.
pub fn recover(folder: &Path, choice: &GuardChoice, discard: bool, terminal: Terminal) -> Result<Status, AppError> {
    let root = root_of(folder);
    let mut bench = Bench::take(&root)?;
    if discard && read_if_any(&bench.workshop.marker())?.is_some() {
        bench.workshop.give_up()?;
        terminal.say(
            "la commande interrompue est abandonnée ; ce qu’elle avait déjà mis en place y est encore : git status -- submissions",
            "the interrupted command was given up; what it had already put in place is still there: git status -- submissions",
        );
        return Ok(Status::Fine);
    }
    match bench.settle(choice, terminal)? {
        Found::Nothing => terminal.say("rien à achever", "nothing to complete"),
        Found::Something => terminal.say(
            "à publier s’il y a lieu : git add submissions && git commit",
            "to publish where there is something new: git add submissions && git commit",
        ),
    }
    Ok(Status::Fine)
}

/// Says who holds a lock.
pub(in crate::app) fn locked(fault: LockFault) -> AppError {
    let path = match fault {
        LockFault::Write(error) => return error.into(),
        LockFault::Held(path) => path,
    };
    let holder = read_if_any(&path).ok().flatten().unwrap_or_default();
    let holder = String::from_utf8_lossy(&holder[..holder.len().min(100)]).trim().to_owned();
    let message = Bilingual::new(
        format!("une autre commande est en train d’écrire ici : {holder}"),
        format!("another command is writing here: {holder}"),
    );
    let help = Bilingual::new(
        "attendre qu’elle finisse, puis recommencer ; le verrou tombe avec elle",
        "wait until it ends, then try again; the lock ends with it",
    );
    AppError::refused(
        Diagnostic::error(Code::RecordLocked, message).at(Place::named(&path.to_string_lossy())).help(help),
    )
}
