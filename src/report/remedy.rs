//! What the author of a refused file does next.

use super::Code;
use crate::language::Bilingual;

impl Code {
    /// The next step, for the codes with which files handed in are refused; for any other, where to read more.
    #[must_use]
    pub fn remedy(self) -> Bilingual {
        let explain = || {
            let name = self.name();
            Bilingual::new(format!("voir scrutineer explain {name}"), format!("see scrutineer explain {name}"))
        };
        self.next_step().unwrap_or_else(explain)
    }

    /// The next step, for the codes that have one of their own.
    #[must_use]
    pub fn next_step(self) -> Option<Bilingual> {
        let (fr, en) = match self {
            Self::FileTooLarge => (
                "raccourcir le texte, retirer ce qui n’y a pas sa place",
                "shorten the text, take out what does not belong",
            ),
            Self::TextDamaged => (
                "reprendre le fichier tel que l’outil l’a écrit ; ne pas l’ouvrir dans un éditeur ; `git config core.autocrlf false`",
                "take the file as the tool wrote it; do not open it in an editor; `git config core.autocrlf false`",
            ),
            Self::ArmourMalformed | Self::SignatureInvalid | Self::SignersMissing => (
                "signer à nouveau : `scrutineer vote` ou `scrutineer propose`, ou `ssh-keygen -Y sign` puis `scrutineer attach`",
                "sign again: `scrutineer vote` or `scrutineer propose`, or `ssh-keygen -Y sign` then `scrutineer attach`",
            ),
            Self::KeyUnknown | Self::VoterUnknown | Self::KeyNotVoters => (
                "signer avec la clé déclarée à la mairie pour ce vote ; en cas de doute, demander au greffe",
                "sign with the key declared to the town hall for this vote; when in doubt, ask the clerk",
            ),
            Self::SupportOutOfReach => (
                "baisser `minimum_support` dans content/votes/, ou nommer une liste qui inscrit assez de votants, avant de sceller le vote",
                "lower `minimum_support` in content/votes/, or name a roll with enough voters, before the vote is sealed",
            ),
            Self::GrammarFault | Self::KindUnexpected => (
                "laisser l’outil composer le texte : `scrutineer vote`, `scrutineer propose` ; le format est dans docs/format.md",
                "let the tool write the text: `scrutineer vote`, `scrutineer propose`; the format is in docs/format.md",
            ),
            Self::PathMismatch => (
                "déplacer le fichier au chemin indiqué, sans changer ses octets",
                "move the file to the path named, without changing its bytes",
            ),
            Self::PathForbidden => (
                "n’ajouter que des fichiers sous submissions/ballots/, submissions/paper/ ou submissions/proposals/ ; retirer le reste de la demande",
                "add only files below submissions/ballots/, submissions/paper/ or submissions/proposals/; take the rest out of the request",
            ),
            Self::NotAnAddition => (
                "ne rien modifier ni effacer : un nouveau bulletin ou une nouvelle version est un nouveau fichier",
                "change and delete nothing: a new ballot or a new version is a new file",
            ),
            Self::ModeForbidden => {
                ("remplacer par un fichier ordinaire (mode 100644)", "replace it by an ordinary file (mode 100644)")
            }
            Self::TooManyFiles => ("répartir en plusieurs demandes", "split it into several requests"),
            Self::VoteUnknown | Self::VoteNotOpen => {
                ("attendre l’ouverture du vote ; vérifier son nom", "wait until the vote opens; check its name")
            }
            Self::VoteClosed => (
                "le vote est fini : le bulletin ne peut plus être pris",
                "the vote is over: the ballot can no longer be taken",
            ),
            Self::DefinitionMismatch => (
                "composer à nouveau avec les règles scellées de ce dossier : le bulletin par `scrutineer vote`, le relevé d’un bureau d’après docs/paper.fr.md",
                "write it again from the sealed rules in this folder: a ballot by `scrutineer vote`, a station’s return as docs/paper.md says",
            ),
            Self::BodyMismatch
            | Self::OptionUnknown
            | Self::ChoicesTooFew
            | Self::ChoicesTooMany
            | Self::ChoicesPerCategory
            | Self::PointsTooMany
            | Self::PointsUnspent
            | Self::OptionMissing
            | Self::GradeUnknown
            | Self::ChoicesTooDear
            | Self::RanksEqual => (
                "relire les règles sur la page du vote, choisir à nouveau, signer à nouveau",
                "read the rules on the page of the vote, choose again, sign again",
            ),
            Self::BallotCap => ("le dernier bulletin consigné reste valable", "the last recorded ballot stands"),
            Self::AlreadyRecorded => {
                ("rien à faire : ce texte est déjà au journal", "nothing to do: this text is in the log already")
            }
            Self::SlugTaken => ("choisir un autre nom de proposition", "choose another name for the proposal"),
            Self::PredecessorMismatch => {
                ("repartir de la dernière version consignée", "start again from the newest recorded version")
            }
            Self::PendingLeftOut => (
                "consigner d’abord les fichiers en attente : scrutineer ingest",
                "record the pending files first: scrutineer ingest",
            ),
            Self::StateForbids => (
                "dans l’ordre, une fois chacun : open, close, certify ; `scrutineer tally` dit où en est le vote",
                "in this order, once each: open, close, certify; `scrutineer tally` says where the vote stands",
            ),
            Self::VoterTwice => (
                "donner à cette personne un identifiant et une clé par liste, ou la retirer de l’une d’elles",
                "give this voter an id and a key for each roll, or take the voter off one of them",
            ),
            Self::KeySample | Self::KeyWeak => {
                ("en faire une neuve : scrutineer key new FICHIER", "make a new one: scrutineer key new FILE")
            }
            Self::CouncilMismatch => (
                "composer le texte à nouveau dans le dossier de ce conseil",
                "write the text again in the folder of this council",
            ),
            _ => self.gate_remedy()?,
        };
        Some(Bilingual::new(fr, en))
    }

    /// The next step, for what the gate finds in a history, a push or a bundle.
    const fn gate_remedy(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::PathTwice | Self::ObjectUnreadable => (
                "refaire la branche à partir d’un clone frais, avec `git add` et `git commit` ; `git fsck` nomme ce qui est endommagé",
                "make the branch again from a fresh clone, with `git add` and `git commit`; `git fsck` names what is damaged",
            ),
            Self::HistoryAltered => (
                "récupérer toute l’histoire : `git fetch --unshallow` (ou `fetch-depth: 0`) ; effacer le fichier info/grafts",
                "fetch the whole history: `git fetch --unshallow` (or `fetch-depth: 0`); remove the file info/grafts",
            ),
            Self::MergeBaseUnclear => (
                "repartir de la branche du conseil : `git fetch origin`, puis `git rebase origin/main` (le nom de sa branche)",
                "start from the council’s branch: `git fetch origin`, then `git rebase origin/main` (the name of its branch)",
            ),
            Self::PathOccupied => (
                "voir ce qui s’y trouve (`git status`, `git log -- CHEMIN`), le mettre de côté s’il est endommagé, puis recommencer",
                "see what lies there (`git status`, `git log -- PATH`), set it aside if it is damaged, then try again",
            ),
            Self::BundleUnreadable => (
                "refaire le paquet sur une branche à jour : `git pull`, puis `git bundle create FICHIER origin/main..BRANCHE`",
                "make the bundle again on a branch that is up to date: `git pull`, then `git bundle create FILE origin/main..BRANCH`",
            ),
            Self::RefForbidden => (
                "pousser sur une branche à soi, et proposer sa fusion",
                "push to a branch of your own, and propose its merge",
            ),
            Self::HistoryRewritten => (
                "ne pas forcer : `git pull --rebase`, puis `git push`",
                "do not force: `git pull --rebase`, then `git push`",
            ),
            Self::RecordShrinks => (
                "repartir de la branche telle qu’elle est (`git pull`) et relancer la commande du greffe",
                "start from the branch as it is (`git pull`) and run the clerk’s command again",
            ),
            _ => return self.course_remedy(),
        })
    }

    /// The next step, for what sealed rules and the links between votes forbid.
    const fn course_remedy(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::KeyReplaced => (
                "signer avec la clé neuve, celle qui a remplacé la perdue pour ce vote",
                "sign with the new key, the one that replaced the lost one for this vote",
            ),
            Self::KeyLinksVoter => (
                "pour un vote pseudonyme, un identifiant tiré au hasard et une clé faite pour ce vote seul : scrutineer key new FICHIER",
                "for a pseudonymous vote, a random id and a key made for that vote alone: scrutineer key new FILE",
            ),
            Self::RollUsed => (
                "sceller une liste d’un autre nom, avec des identifiants et des clés neufs : scrutineer roll NOM …",
                "seal a roll of another name, with fresh ids and keys: scrutineer roll NAME …",
            ),
            Self::ReplacementForbidden | Self::ExtensionForbidden | Self::DrawForbidden => (
                "les règles scellées ne changent plus ; si elles ne conviennent pas : scrutineer annul VOTE, puis un autre vote",
                "sealed rules do not change any more; where they do not serve: scrutineer annul VOTE, then another vote",
            ),
            Self::WitnessMissing => (
                "les témoins cosignent le point de contrôle (scrutineer witness cosign), avant et après la clôture, et le greffe joint leurs lignes (scrutineer witness attach) ; s’il est trop tard : scrutineer annul VOTE --reason \"…\", puis un autre vote",
                "witnesses cosign the checkpoint (scrutineer witness cosign) before and after the closing, and the clerk attaches their lines (scrutineer witness attach); where it is too late: scrutineer annul VOTE --reason \"…\", then another vote",
            ),
            Self::OpenedLate | Self::ClosedEarly | Self::ClosedLate => (
                "ce vote ne peut plus être certifié : garder le registre tel quel, le dire au conseil, puis scrutineer annul VOTE --reason \"…\" et un autre vote, à ses heures",
                "this vote can no longer be certified: keep the record as it is, tell the council, then scrutineer annul VOTE --reason \"…\" and another vote, at its hours",
            ),
            Self::DrawMissing => (
                "tirer un nombre en public, puis : scrutineer draw VOTE --drawn NOMBRE --account \"…\"",
                "draw a number in public, then: scrutineer draw VOTE --drawn NUMBER --account \"…\"",
            ),
            Self::ChannelClosed => (
                "voter par une des voies que le vote ouvre : elles sont sur sa page",
                "vote in a channel that the vote opens: its page names them",
            ),
            Self::StationUnknown | Self::KeyNotStations => (
                "reprendre le nom du bureau dans les règles scellées, et signer avec deux au moins de ses clés",
                "take the name of the station from the sealed rules, and sign with two at least of its keys",
            ),
            Self::PaperCounts => (
                "recompter le bureau, écrire un relevé dont les nombres s’accordent et le signer à nouveau : docs/paper.fr.md",
                "count the station again, write a return whose numbers add up and sign it again: docs/paper.md",
            ),
            Self::PaperCap => {
                ("le relevé au plus grand `seq` reste valable", "the return with the greatest `seq` stands")
            }
            Self::VoterElectronic => (
                "retirer du relevé qui a une clé ; le papier déposé est à signaler au greffe",
                "take who has a key out of the return; tell the clerk of the paper that was cast",
            ),
            Self::PaperVoted => (
                "rien à faire : le papier de cette personne est compté avec ceux de son bureau",
                "nothing to do: this voter’s paper is counted with those of the station",
            ),
            Self::PaperWeighted => (
                "retirer `paper` de `channels`, ou changer la liste, avant de sceller",
                "take `paper` out of `channels`, or change the roll, before sealing",
            ),
            _ => return None,
        })
    }
}
