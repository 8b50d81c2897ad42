//! Why a command could not run.

use crate::language::Bilingual;
#[cfg(feature = "verifier")]
use crate::report::Code;
use crate::report::Diagnostic;
use crate::source::folder::FolderError;

/// A command that did not do its work; exit status 2, or 1 where what was found says why.
#[derive(Clone, Debug)]
pub enum AppError {
    /// Something around the command: a file, a folder, an argument.
    CouldNotRun {
        /// What is wrong.
        message: Bilingual,
        /// The next step.
        help: Option<Bilingual>,
    },
    /// Something in the council's files.
    Findings(Vec<Diagnostic>),
    /// The command could not run, for a reason that has a code.
    Refused(Box<Diagnostic>),
}

impl AppError {
    /// What is wrong, and the next step.
    #[must_use]
    pub fn new(message: Bilingual, help: Bilingual) -> Self {
        Self::CouldNotRun { message, help: Some(help) }
    }

    /// A reason that has a code.
    #[must_use]
    pub fn refused(reason: Diagnostic) -> Self {
        Self::Refused(Box::new(reason))
    }

    /// An error of the system or of a library, which speaks for itself.
    pub fn of(error: &dyn std::fmt::Display) -> Self {
        let words = error.to_string();
        Self::CouldNotRun { message: Bilingual::new(words.clone(), words), help: None }
    }
}

impl From<FolderError> for AppError {
    fn from(error: FolderError) -> Self {
        let (fr, help) = match &error {
            FolderError::Read { path, source } => {
                (format!("lecture impossible de {} : {source}", path.display()), check_path())
            }
            FolderError::Link(path) => (
                format!("{} est un lien symbolique, qui n’est pas suivi", path.display()),
                Bilingual::new("le remplacer par le fichier lui-même", "replace it by the file itself"),
            ),
            FolderError::TooLarge(path) => (
                format!("{} dépasse 64 Mio", path.display()),
                Bilingual::new("ce fichier n’a pas sa place ici", "this file does not belong here"),
            ),
            FolderError::TooMuch(path) => (
                format!("{} contient plus de 50 000 fichiers ou de 1 Gio", path.display()),
                Bilingual::new(
                    "donner le dossier des sources du site, sans le reste",
                    "give the folder of the site's sources, without the rest",
                ),
            ),
            FolderError::Name(path, reason) => (
                format!("le nom {} ne peut pas servir : {reason}", path.display()),
                Bilingual::new("renommer le fichier", "rename the file"),
            ),
        };
        Self::new(Bilingual::new(fr, error.to_string()), help)
    }
}

fn check_path() -> Bilingual {
    Bilingual::new("vérifier le nom et les droits", "check the name and the permissions")
}

#[cfg(feature = "site")]
impl From<crate::publish::website::PublishError> for AppError {
    fn from(error: crate::publish::website::PublishError) -> Self {
        use crate::publish::website::PublishError::{NotOurs, Render, Stranger, Write};
        let (fr, help) = match &error {
            NotOurs(path) => (
                format!("{} n’est pas vide et n’est pas un site fait par parvis ; il n’est pas touché", path.display()),
                Bilingual::new("choisir un autre dossier : --out DOSSIER", "choose another folder: --out DIR"),
            ),
            Stranger(path) => (
                format!("{} n’est pas du site fait par parvis ; rien n’a été remplacé", path.display()),
                Bilingual::new(
                    "le mettre ailleurs (un fichier à publier va dans content/), ou choisir un autre dossier : --out DOSSIER",
                    "move it elsewhere (a file to publish goes below content/), or choose another folder: --out DIR",
                ),
            ),
            Write { path, source } => (format!("écriture impossible de {} : {source}", path.display()), check_path()),
            Render(reason) => (
                format!("une page n’a pu être rendue : {reason}"),
                Bilingual::new("vérifier les gabarits de themes/", "check the templates of themes/"),
            ),
        };
        Self::new(Bilingual::new(fr, error.to_string()), help)
    }
}

#[cfg(feature = "verifier")]
impl From<crate::source::git::GitError> for AppError {
    fn from(error: crate::source::git::GitError) -> Self {
        use crate::source::git::GitError::{Object, Open, Revision, TooMany};
        let (fr, help) = match &error {
            TooMany => return Self::Findings(vec![too_many(&error)]),
            Open { path, reason } => (
                format!("aucun dépôt git lisible dans {} : {reason}", path.display()),
                Bilingual::new(
                    "se placer dans un clone du dépôt du conseil, ou donner --folder DOSSIER",
                    "go into a clone of the council’s repository, or pass --folder DIR",
                ),
            ),
            Revision { revision, reason } => (
                format!("aucun commit ne s’appelle `{revision}` : {reason}"),
                Bilingual::new("voir les noms : git branch --all", "see the names: git branch --all"),
            ),
            Object(reason) => (
                format!("le dépôt est endommagé : {reason}"),
                Bilingual::new("vérifier : git fsck", "check it: git fsck"),
            ),
        };
        Self::new(Bilingual::new(fr, error.to_string()), help)
    }
}

#[cfg(feature = "site")]
impl From<crate::source::snapshot::SnapshotError> for AppError {
    fn from(error: crate::source::snapshot::SnapshotError) -> Self {
        use crate::source::snapshot::SnapshotError::{Object, Open, Revision};
        let (fr, help) = match &error {
            Open { path, reason } => (
                format!("aucun dépôt git lisible dans {} : {reason}", path.display()),
                Bilingual::new(
                    "se placer dans un clone du dépôt du conseil, ou donner --folder DOSSIER",
                    "go into a clone of the council’s repository, or pass --folder DIR",
                ),
            ),
            Revision { revision, reason } => (
                format!("aucun commit ne s’appelle `{revision}` : {reason}"),
                Bilingual::new(
                    "`git log` montre les commits ; dans une copie tronquée : `git fetch --unshallow`",
                    "`git log` shows the commits; in a clone that is cut short: `git fetch --unshallow`",
                ),
            ),
            Object(reason) => (
                format!("le dépôt est illisible : {reason}"),
                Bilingual::new("le vérifier : git fsck", "check it: git fsck"),
            ),
        };
        Self::new(Bilingual::new(fr, error.to_string()), help)
    }
}

#[cfg(feature = "verifier")]
impl From<crate::source::bundle::BundleError> for AppError {
    fn from(error: crate::source::bundle::BundleError) -> Self {
        use crate::source::bundle::BundleError::{Malformed, Missing, Read, TooLarge};
        let (code, fr) = match &error {
            Read(source) => (Code::BundleUnreadable, format!("lecture impossible du paquet : {source}")),
            TooLarge => (
                Code::TooManyFiles,
                "le paquet dépasse 8 Mio, ou 50 000 objets, ou gonfle à plus de 512 Mio".to_owned(),
            ),
            Malformed(reason) => (Code::BundleUnreadable, format!("le paquet est illisible : {reason}")),
            Missing(id) => {
                (Code::BundleUnreadable, format!("le paquet part du commit {id}, que ce dépôt ne contient pas"))
            }
        };
        Self::Findings(vec![Diagnostic::error(code, Bilingual::new(fr, error.to_string())).help(code.remedy())])
    }
}

/// A tree of git that nobody honest makes.
#[cfg(feature = "verifier")]
fn too_many(error: &crate::source::git::GitError) -> Diagnostic {
    let fr = "le commit a plus de dossiers, ou change plus de chemins, qu’on n’en regarde";
    Diagnostic::error(Code::TooManyFiles, Bilingual::new(fr, error.to_string())).help(Code::TooManyFiles.remedy())
}

impl From<crate::publish::record::WriteError> for AppError {
    fn from(error: crate::publish::record::WriteError) -> Self {
        let (path, source) = (error.path.display(), &error.source);
        if source.kind() == std::io::ErrorKind::AlreadyExists {
            return Self::new(
                Bilingual::new(format!("{path} existe déjà"), format!("{path} exists already")),
                Bilingual::new(
                    "rien n’est jamais écrasé ici : choisir un autre nom, ou effacer le fichier soi-même",
                    "nothing is ever overwritten here: choose another name, or remove the file yourself",
                ),
            );
        }
        Self::new(Bilingual::new(format!("écriture impossible de {path} : {source}"), error.to_string()), check_path())
    }
}

#[cfg(feature = "verifier")]
impl From<crate::submission::ObjectFault> for AppError {
    fn from(fault: crate::submission::ObjectFault) -> Self {
        let (object, reason) = (&fault.object, &fault.reason);
        let help = Bilingual::new("vérifier le dépôt : git fsck", "check the repository: git fsck");
        Self::new(Bilingual::new(format!("objet git {object} : {reason}"), fault.to_string()), help)
    }
}

#[cfg(feature = "verifier")]
impl From<crate::submission::Rejection> for AppError {
    fn from(rejection: crate::submission::Rejection) -> Self {
        Self::Findings(vec![Diagnostic::error(rejection.code, rejection.message).help(rejection.code.remedy())])
    }
}

#[cfg(feature = "site")]
impl From<crate::preview::PreviewError> for AppError {
    fn from(error: crate::preview::PreviewError) -> Self {
        use crate::preview::PreviewError::{Listen, Watch};
        let (fr, help) = match &error {
            Listen { address, source } => (
                format!("impossible d’écouter sur {address} : {source}"),
                Bilingual::new(
                    "choisir un autre port : --port 0 en prend un libre",
                    "choose another port: --port 0 takes a free one",
                ),
            ),
            Watch { path, source } => (format!("impossible de surveiller {} : {source}", path.display()), check_path()),
        };
        Self::new(Bilingual::new(fr, error.to_string()), help)
    }
}
