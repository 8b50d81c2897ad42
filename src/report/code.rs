//! Every code, its stable name and what it means.

use crate::language::Language;

/// Declares [`Code`]: the variant, its published name, its meaning in French and in English.
macro_rules! codes {
    ($( $(#[$group:meta])* $variant:ident = $name:literal, $fr:literal, $en:literal; )*) => {
        /// The stable name of a finding or a refusal. A published name never changes its meaning;
        /// `docs/codes.md` lists them all.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( #[doc = $en] $variant, )* }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// The published name, such as `VOTER_UNKNOWN`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// What the code means, in one line.
            #[must_use]
            pub const fn meaning(self, language: Language) -> &'static str {
                match (self, language) {
                    $( (Self::$variant, Language::Fr) => $fr, (Self::$variant, Language::En) => $en, )*
                }
            }
        }
    };
}

codes! {
    // Files as they were handed in.
    FileTooLarge = "FILE_TOO_LARGE", "le fichier dépasse la taille permise", "the file is larger than its kind allows";
    TextDamaged = "TEXT_DAMAGED", "un éditeur ou un transfert a altéré le texte", "an editor or a transfer damaged the text";
    ArmourMalformed = "ARMOUR_MALFORMED", "la signature n’a pas l’écriture attendue", "the signature is not spelt the one way taken";
    SignatureInvalid = "SIGNATURE_INVALID", "la signature ne correspond pas au texte", "the signature does not hold for the text";
    SignersMissing = "SIGNERS_MISSING", "il manque des signatures", "fewer signatures than the role needs";
    KeyUnknown = "KEY_UNKNOWN", "la clé ne figure pas parmi celles attendues", "the key is not one of those expected here";
    KeyWeak = "KEY_WEAK", "la clé n’est pas une clé Ed25519 sûre", "the key is not a sound Ed25519 key";
    VoterTwice = "VOTER_TWICE", "une personne ou sa clé figure dans deux corps électoraux du vote", "a voter or its key stands in two electorates of the vote";
    KeySample = "KEY_SAMPLE", "clé publique d’exemple, connue de tous", "a sample key, whose secret half anyone can make";
    GrammarFault = "GRAMMAR_FAULT", "le texte ne suit pas la grammaire", "the text does not follow the grammar";
    KindUnexpected = "KIND_UNEXPECTED", "le fichier n’est pas de la nature attendue à cet endroit", "the file is not of the kind expected at its path";
    PathMismatch = "PATH_MISMATCH", "le chemin ne correspond pas au texte", "the path is not the one the text gives";
    CouncilMismatch = "COUNCIL_MISMATCH", "le texte concerne un autre conseil", "the text is for another council";

    // What the gate of a pull request refuses.
    PathForbidden = "PATH_FORBIDDEN", "ce chemin n’est pas ouvert aux contributions", "contributions may not touch this path";
    NotAnAddition = "NOT_AN_ADDITION", "seul l’ajout de fichiers est permis", "only additions are taken";
    ModeForbidden = "MODE_FORBIDDEN", "seuls les fichiers ordinaires sont acceptés", "only ordinary files are taken";
    TooManyFiles = "TOO_MANY_FILES", "trop de fichiers en une fois", "too many files at once";
    PathTwice = "PATH_TWICE", "ce nom figure plusieurs fois dans son dossier", "the name stands more than once in its folder";
    ObjectUnreadable = "OBJECT_UNREADABLE", "un objet git de la demande manque ou est illisible", "a git object of the request is missing or cannot be read";
    HistoryAltered = "HISTORY_ALTERED", "l’histoire de ce clone est tronquée ou greffée", "the history of this clone is cut short or grafted";
    MergeBaseUnclear = "MERGE_BASE_UNCLEAR", "la demande ne part pas d’un seul point de la branche", "the request does not leave the branch at one point";
    PathOccupied = "PATH_OCCUPIED", "ce chemin porte déjà d’autres octets", "other bytes lie at this path already";
    BundleUnreadable = "BUNDLE_UNREADABLE", "le paquet git ne peut pas être lu", "the git bundle cannot be read";

    // What a push to the council's branch may not do.
    RefForbidden = "REF_FORBIDDEN", "cette référence ne peut pas être poussée ainsi", "this ref may not be pushed like this";
    HistoryRewritten = "HISTORY_REWRITTEN", "la poussée réécrit l’histoire de la branche", "the push rewrites the history of the branch";
    RecordShrinks = "RECORD_SHRINKS", "le registre ne peut que croître", "the record may only grow";

    // What the record refuses.
    VoteUnknown = "VOTE_UNKNOWN", "aucun vote de ce nom", "there is no vote of this name";
    VoteNotOpen = "VOTE_NOT_OPEN", "le vote n’est pas ouvert", "the vote is not open";
    VoteClosed = "VOTE_CLOSED", "le vote est clos", "the vote is closed";
    VoterUnknown = "VOTER_UNKNOWN", "cet identifiant n’est pas sur la liste", "the voter is not on the roll";
    KeyNotVoters = "KEY_NOT_VOTERS", "la clé appartient à une autre ligne de la liste", "the key belongs to another line of the roll";
    DefinitionMismatch = "DEFINITION_MISMATCH", "un bulletin ou un relevé vise d’autres règles que celles scellées", "a ballot or a paper return names other rules than the sealed ones";
    BodyMismatch = "BODY_MISMATCH", "un bulletin ou un relevé n’a pas la forme que ce vote demande", "a ballot or a paper return does not have the body this vote asks for";
    OptionUnknown = "OPTION_UNKNOWN", "un choix ne figure pas au vote", "a choice is not an option of the vote";
    ChoicesTooFew = "CHOICES_TOO_FEW", "trop peu de choix", "fewer choices than the rules ask for";
    ChoicesTooMany = "CHOICES_TOO_MANY", "trop de choix", "more choices than the rules allow";
    ChoicesPerCategory = "CHOICES_PER_CATEGORY", "trop de choix dans une catégorie", "more choices in one category than the rules allow";
    PointsTooMany = "POINTS_TOO_MANY", "trop de points", "more points than the rules allow";
    PointsUnspent = "POINTS_UNSPENT", "il reste des points à donner", "points are left where all must be given";
    OptionMissing = "OPTION_MISSING", "le bulletin omet un choix", "the ballot leaves an option out";
    GradeUnknown = "GRADE_UNKNOWN", "cette mention ne figure pas aux règles", "the grade is not one of the rules";
    RanksEqual = "RANKS_EQUAL", "deux choix de même rang, ce que les règles n’admettent pas", "two options share a rank, which the rules do not allow";
    ChoicesTooDear = "CHOICES_TOO_DEAR", "les projets choisis coûtent trop cher ensemble", "the projects chosen cost more together than the rules allow";
    BallotCap = "BALLOT_CAP", "trop de bulletins avec cette clé", "more ballots under one key than the rules allow";
    ChannelClosed = "CHANNEL_CLOSED", "le vote ne se tient pas par cette voie", "the vote is not held in this channel";
    StationUnknown = "STATION_UNKNOWN", "ce bureau de vote n’est pas de ce vote", "the polling station is not one of this vote";
    KeyNotStations = "KEY_NOT_STATIONS", "la clé est d’un autre bureau de vote", "the key belongs to another polling station";
    PaperCounts = "PAPER_COUNTS", "les nombres d’un relevé de bureau ne s’accordent pas", "the numbers of a paper return do not add up";
    PaperCap = "PAPER_CAP", "trop de relevés d’un même bureau de vote", "more returns of one polling station than are taken";
    VoterElectronic = "VOTER_ELECTRONIC", "cette personne a une clé et ne vote pas sur papier", "the voter has a key and does not vote on paper";
    PaperVoted = "PAPER_VOTED", "la personne a voté sur papier, ce qui prévaut", "the voter voted on paper, which prevails";
    PaperWeighted = "PAPER_WEIGHTED", "un papier n’a pas de poids, la liste en a", "a paper has no weight, and the roll has";
    AlreadyRecorded = "ALREADY_RECORDED", "ce texte est déjà consigné", "this text is recorded already";
    SlugTaken = "SLUG_TAKEN", "ce nom de proposition appartient à quelqu’un d’autre", "the proposal's name belongs to another author";
    PredecessorMismatch = "PREDECESSOR_MISMATCH", "la version précédente n’est pas celle indiquée", "the predecessor named is not the one recorded";
    KeyReplaced = "KEY_REPLACED", "cette clé a été remplacée pour ce vote", "the key was replaced for this vote";
    KeyLinksVoter = "KEY_LINKS_VOTER", "cette clé ou cet identifiant relie une personne à son vote", "the key or id links a person to a vote";
    RollUsed = "ROLL_USED", "une liste pseudonyme ne sert qu’à un vote", "a pseudonymous roll serves one vote only";
    ReplacementForbidden = "REPLACEMENT_FORBIDDEN", "les règles scellées ne permettent pas de remplacer une clé", "the sealed rules do not let a key be replaced";
    ExtensionForbidden = "EXTENSION_FORBIDDEN", "les règles scellées ne permettent pas cette prolongation", "the sealed rules do not allow this extension";
    DrawForbidden = "DRAW_FORBIDDEN", "les règles scellées ne laissent pas les égalités à un tirage", "the sealed rules do not leave ties to a draw";
    DrawMissing = "DRAW_MISSING", "une égalité attend le tirage que les règles demandent", "a tie waits for the draw that the rules ask for";
    ErasedEarly = "ERASED_EARLY", "l’effacement n’a pas attendu la fin de conservation", "the erasure did not wait for the retention end";
    OpenedLate = "OPENED_LATE", "le vote a ouvert après son heure", "the vote opened after its hour";
    ClosedEarly = "CLOSED_EARLY", "le vote a été clos avant son heure", "the vote was closed before its hour";
    ClosedLate = "CLOSED_LATE", "le vote a été clos après son heure et sa tolérance", "the vote was closed after its hour and tolerance";
    WitnessMissing = "WITNESS_MISSING", "moins de témoins que les règles n’en demandent", "fewer witnesses than the rules ask for";
    LogRolledBack = "LOG_ROLLED_BACK", "le journal est plus court qu’il ne l’était", "the log is shorter than it was";
    LogRewritten = "LOG_REWRITTEN", "le journal n’est pas la suite de ce qu’il était", "the log does not continue what it was";
    LogForkEnded = "LOG_FORK_ENDED", "la racine a abandonné un état du journal", "the root abandoned a state of the log";
    LogKeyRetired = "LOG_KEY_RETIRED", "un point de contrôle est d’une clé que le journal n’avait plus", "a checkpoint is by a key that the log no longer had";
    BallotWithheld = "BALLOT_WITHHELD", "un bulletin ou un relevé remis avant la clôture a été retenu", "a ballot or a paper return handed in before the closing was withheld";
    SeenElsewhere = "SEEN_ELSEWHERE", "un bulletin ou un relevé vu ailleurs n’est pas au journal", "a ballot or a paper return seen elsewhere is not in the log";
    ReceiptInvalid = "RECEIPT_INVALID", "un reçu ne prouve rien", "a receipt proves nothing";
    CosignatureInvalid = "COSIGNATURE_INVALID", "une ligne de témoin ne tient pas ici", "a witness's line does not hold here";
    TilesConflict = "TILES_CONFLICT", "le dossier porte les tuiles d’un autre journal", "the folder holds the tiles of another log";
    StampInvalid = "STAMP_INVALID", "un tampon ne tient pas", "a stamp does not hold";
    EraseForbidden = "ERASE_FORBIDDEN", "ces fichiers ne peuvent pas être effacés", "these files may not be erased";
    RollMissing = "ROLL_MISSING", "la liste que le vote demande n’est pas consignée", "the roll that the vote asks for is not recorded";
    StateForbids = "STATE_FORBIDS", "l’état du vote ne le permet pas", "the state of the vote does not allow it";

    // What an audit finds.
    LogMalformed = "LOG_MALFORMED", "le journal est illisible", "the log cannot be read";
    CheckpointInvalid = "CHECKPOINT_INVALID", "un point de contrôle ne tient pas", "a checkpoint does not hold";
    LogStateMismatch = "LOG_STATE_MISMATCH", "le texte nomme un autre état du journal", "the statement names another state of the log";
    CheckpointMissing = "CHECKPOINT_MISSING", "le journal n’a pas de point de contrôle à sa taille", "the log has no checkpoint at its size";
    EntryFileMissing = "ENTRY_FILE_MISSING", "un fichier consigné manque ou a changé", "a recorded file is missing or was changed";
    EntryRefused = "ENTRY_REFUSED", "le journal consigne ce que la règle refuse", "the log records what the rules refuse";
    FileStray = "FILE_STRAY", "un fichier n’a pas sa place dans le dossier", "a file does not belong in the folder";
    RefusalUnfounded = "REFUSAL_UNFOUNDED", "un refus n’a pas le motif qu’il donne", "a refusal does not have the reason it gives";
    GenesisMismatch = "GENESIS_MISMATCH", "la genèse n’est pas celle attendue", "the genesis is not the one pinned";
    GenesisMissing = "GENESIS_MISSING", "le dossier n’a pas de genèse", "there is no genesis";
    PendingMismatch = "PENDING_MISMATCH", "la liste d’attente de la clôture ne correspond pas", "the list of pending files does not match the closing";
    PendingLeftOut = "PENDING_LEFT_OUT", "un fichier en attente n’a été ni consigné ni refusé", "a pending file was neither recorded nor refused";
    TallyMismatch = "TALLY_MISMATCH", "le résultat publié n’est pas celui du recomptage", "the published tally is not the one counted here";
    TallyMissing = "TALLY_MISSING", "un vote certifié n’a pas de résultat publié", "a certified vote has no published tally";
    TurnoutMismatch = "TURNOUT_MISMATCH", "la participation publiée n’est pas celle du journal", "the published turnout is not the one of the log";
    SourceChanged = "SOURCE_CHANGED", "les règles d’un vote ont changé après le scellement", "the rules of a vote were changed after sealing";
    CountOverflow = "COUNT_OVERFLOW", "un nombre dépasse ce que le comptage peut tenir", "a number is larger than the count can hold";
    RecordLocked = "RECORD_LOCKED", "une autre commande est en train d’écrire", "another command is writing";
    ActUnfinished = "ACT_UNFINISHED", "une commande interrompue ne peut être achevée telle quelle", "an interrupted command cannot be completed as things are";
    GuardMissing = "GUARD_MISSING", "cette machine n’a encore rien signé avec cette clé du journal", "this machine has signed nothing yet with this log key";
    GuardMismatch = "GUARD_MISMATCH", "la garde de cette machine n’est pas celle de ce journal", "the guard of this machine is not that of this log";
    TreeDirty = "TREE_DIRTY", "le dossier de travail diffère du dernier commit", "the work tree differs from the last commit";

    HistoryShallow = "HISTORY_SHALLOW", "le clone est superficiel, et l’historique des fiches incomplet", "the clone is shallow, and the history of records incomplete";
    HistoryUnreadable = "HISTORY_UNREADABLE", "le dépôt git ne peut pas être lu, et les pages n’ont pas d’historique", "the git repository cannot be read, and pages have no history";

    // What an importer says of its source (`parvis import`).
    SourceUnreadable = "SOURCE_UNREADABLE", "un fichier source n’a pas pu être lu", "a file of the source could not be read";
    FileExists = "FILE_EXISTS", "un autre fichier est déjà là ; il n’a pas été touché", "another file is there already; it was left alone";
    NameUnclear = "NAME_UNCLEAR", "un nom ne désigne pas une seule personne du conseil", "a name does not mean one person of the council";
    NotPlaced = "NOT_PLACED", "rien ici ne correspond à ce que dit la source", "no record takes this part of the source";
    NotSaid = "NOT_SAID", "la source ne dit pas ce que la fiche demande", "the source does not say what the record asks for";
    CellOdd = "CELL_ODD", "une case d’un tableau sort de l’ordinaire", "a cell of a table is out of the ordinary";
    HeadOdd = "HEAD_ODD", "l’en-tête d’une page est écrit de façon inhabituelle, et lu quand même", "the head of a page is written oddly, and read all the same";
    TagLeft = "TAG_LEFT", "une balise de gabarit reste dans le texte", "a tag of a template is left in the text";
    AddressOld = "ADDRESS_OLD", "l’adresse que la page avait dans l’ancien site", "the address that the page had in the old site";
    NotArchived = "NOT_ARCHIVED", "ce document est ailleurs et n’est pas archivé ici", "this document lies elsewhere and is not archived here";

    // What the council's own files get wrong (`parvis check`).
    ConfigMissing = "CONFIG_MISSING", "le dossier n’a pas de parvis.yaml", "the folder has no parvis.yaml";
    FileNotPlaced = "FILE_NOT_PLACED", "ce fichier n’est d’aucun dossier connu", "the file lies in no known folder";
    IdMalformed = "ID_MALFORMED", "le nom du fichier ne peut pas servir d’identifiant", "the file's name cannot be an id";
    TranslationOutdated = "TRANSLATION_OUTDATED", "le texte d’origine a changé depuis la traduction", "the original has changed since the translation was made";
    TranslationOrphan = "TRANSLATION_ORPHAN", "une traduction sans sa fiche", "a translation without its record";
    TextNotUtf8 = "TEXT_NOT_UTF8", "le fichier n’est pas un texte UTF-8", "the file is not UTF-8 text";
    FrontMatterMissing = "FRONT_MATTER_MISSING", "l’en-tête entre deux lignes `---` manque", "the front matter between two lines `---` is missing";
    FrontMatterTooLarge = "FRONT_MATTER_TOO_LARGE", "l’en-tête dépasse 64 Kio", "the front matter is larger than 64 KiB";
    ControlCharacter = "CONTROL_CHARACTER", "un caractère de commande parmi les mots", "a control character among the words";
    YamlForbidden = "YAML_FORBIDDEN", "ancre, alias ou étiquette YAML", "a YAML anchor, alias or tag";
    YamlMalformed = "YAML_MALFORMED", "l’en-tête n’est pas du YAML lisible", "the front matter is not readable YAML";
    TomlMalformed = "TOML_MALFORMED", "l’en-tête n’est pas du TOML lisible", "the front matter is not readable TOML";
    OffsetMismatch = "OFFSET_MISMATCH", "le décalage horaire n’est pas celui du fuseau du conseil ce jour-là", "the offset is not that of the council's time zone on that day";
    EmbargoBroken = "EMBARGO_BROKEN", "une fiche publiée en nomme une qui ne l’est pas encore", "a published record names one that is not to be published yet";
    KeyNotKnown = "KEY_NOT_KNOWN", "cette clé n’existe pas ici", "there is no such key here";
    KeyMissing = "KEY_MISSING", "une clé obligatoire manque", "a key that is needed is missing";
    ValueUnexpected = "VALUE_UNEXPECTED", "la valeur n’est pas de celles attendues", "the value is not one of those expected";
    DateMalformed = "DATE_MALFORMED", "la date ou l’heure est illisible", "the date or time cannot be read";
    RulesIncomplete = "RULES_INCOMPLETE", "il reste des règles du vote à décider", "rules of the vote are still to be decided";
    SupportOutOfReach = "SUPPORT_OUT_OF_REACH", "le soutien demandé dépasse ce que tous les inscrits peuvent donner", "the support asked for is more than all on the roll can give";
    PeriodReversed = "PERIOD_REVERSED", "la fin précède le début", "the end comes before the beginning";
    FactsRepeated = "FACTS_REPEATED", "un fait du texte signé est répété", "a fact of the signed text is repeated";
    RecordedFileMalformed = "RECORDED_FILE_MALFORMED", "un fichier consigné est illisible", "a recorded file cannot be read";
    NameTwice = "NAME_TWICE", "le même nom figure deux fois", "the same name stands twice";
    ReferenceDangling = "REFERENCE_DANGLING", "ce qui est nommé n’existe pas", "what is named does not exist";
    RollCallMismatch = "ROLL_CALL_MISMATCH", "l’appel nominal ne correspond pas aux présences", "the roll call does not match the attendance";
    MatterUnknown = "MATTER_UNKNOWN", "un code de matière n’est pas de la nomenclature", "a code of a matter is not of the nomenclature";
    DeliberationLeftOut = "DELIBERATION_LEFT_OUT", "une décision adoptée n’est pas au fichier des délibérations", "an adopted decision is not in the file of deliberations";
    TallyDiffers = "TALLY_DIFFERS", "les bulletins signés ne donnent pas l’appel nominal du procès-verbal", "the signed ballots do not add up to the roll call of the minutes";
    StepsUnordered = "STEPS_UNORDERED", "des étapes ou des phases ne sont pas dans l’ordre de leurs jours", "steps or phases are not in the order of their days";
    StepForbidden = "STEP_FORBIDDEN", "une étape ne peut pas suivre la précédente", "a step cannot follow the one before it";
    ReasonMissing = "REASON_MISSING", "une porte se ferme sans raison écrite", "a door closes without a reason";
    StatusMismatch = "STATUS_MISMATCH", "l’état n’est pas celui que disent les étapes ou la réalisation", "the status is not the one that the steps or the delivery say";
    MergeUnclear = "MERGE_UNCLEAR", "une fusion ne dit pas avec quoi, ou tourne en rond", "a merger does not say with what, or goes in a circle";
    EditionMismatch = "EDITION_MISMATCH", "une proposition, un vote ou une réalisation ne s’accorde pas avec son édition", "a proposal, a vote or a delivery does not agree with its edition";
    WinnerMismatch = "WINNER_MISMATCH", "l’état d’une proposition contredit le résultat certifié", "the status of a proposal contradicts the certified result";
    DeliveryNotWon = "DELIVERY_NOT_WON", "la réalisation d’un projet qui n’a pas été retenu", "the delivery of a project that was not selected";
    DeliveryMissing = "DELIVERY_MISSING", "un projet retenu n’a pas de fiche de réalisation", "a selected project has no delivery record";
    EnvelopeExceeded = "ENVELOPE_EXCEEDED", "les dépenses dépassent l’enveloppe de l’édition", "the spending is over the edition's envelopes";

    RecusalIgnored = "RECUSAL_IGNORED", "un membre déporté a voté", "a member who is recused voted";
    SuccessionUnclear = "SUCCESSION_UNCLEAR", "ce qui en remplace un autre ne s’accorde pas avec lui", "what takes the place of another does not agree with it";
    PostponementUnclear = "POSTPONEMENT_UNCLEAR", "une séance et celle à laquelle elle est reportée ne s’accordent pas", "a meeting and the one it is put off to do not agree";
    ItemMissing = "ITEM_MISSING", "l’ordre du jour n’a pas de point de ce numéro", "the agenda has no item of this number";
    ContestMismatch = "CONTEST_MISMATCH", "une contestation ne s’accorde pas avec son vote", "a contest does not agree with its vote";
    DocumentChanged = "DOCUMENT_CHANGED", "un document n’est pas celui que dit sa fiche", "a document is not the one that its record tells";
    DocumentUnreadable = "DOCUMENT_UNREADABLE", "un document n’a pas de texte pour qui ne peut le lire", "a document has no text for those who cannot read it";

    // What the law profile finds in the council's records (docs/law.md).
    LawUnknown = "LAW_UNKNOWN", "aucun profil de loi de ce nom", "there is no law profile of this name";
    NoticeMissing = "NOTICE_MISSING", "la convocation n’a pas de date d’envoi", "the notice of a meeting has no day of sending";
    NoticeShort = "NOTICE_SHORT", "la convocation est partie trop tard", "the notice went out too late";
    ListLate = "LIST_LATE", "la liste des délibérations a été publiée trop tard, ou ne l’est pas", "the list of decisions was posted too late, or not at all";
    MinutesLate = "MINUTES_LATE", "le procès-verbal arrêté a été publié trop tard, ou ne l’est pas", "settled minutes were published too late, or not at all";
    MinutesMissing = "MINUTES_MISSING", "une séance tenue n’a pas de procès-verbal à la séance suivante", "a held meeting has no minutes by the next meeting";
    MinutesIncomplete = "MINUTES_INCOMPLETE", "il manque au procès-verbal ce que la règle demande", "minutes lack what the rule asks for";
    MinutesDates = "MINUTES_DATES", "l’état et les dates du procès-verbal ne s’accordent pas", "the state and the dates of minutes do not agree";
    ActNotOnline = "ACT_NOT_ONLINE", "un acte publié n’a pas de date de mise en ligne", "a published act has no day on which it was put online";
    ActBeforeMeeting = "ACT_BEFORE_MEETING", "un acte est daté d’avant la séance qui l’a pris", "an act is dated before the meeting that took it";
    QuorumNotReached = "QUORUM_NOT_REACHED", "une séance tenue n’avait pas le quorum", "a held meeting had no quorum";
    AttendanceMismatch = "ATTENDANCE_MISMATCH", "la feuille de présence ne s’accorde pas avec les mandats", "the attendance sheet does not agree with the terms";
    ProxiesTooMany = "PROXIES_TOO_MANY", "un membre porte trop de pouvoirs", "a member holds too many proxies";
    ProxyGiverPresent = "PROXY_GIVER_PRESENT", "qui a donné pouvoir est aussi présent", "who gave a proxy is present too";
    ProxyHolderAbsent = "PROXY_HOLDER_ABSENT", "qui porte un pouvoir n’est pas présent", "who holds a proxy is not present";
    VotersMismatch = "VOTERS_MISMATCH", "le nombre de votants ne s’accorde pas avec le reste", "the number of voters does not agree with the rest";
    VotesRequiredUnmet = "VOTES_REQUIRED_UNMET", "l’issue ne suit pas du nombre de voix requis", "the outcome does not follow from the number of votes required";
    OutcomeMismatch = "OUTCOME_MISMATCH", "l’issue ne suit pas des voix", "the outcome does not follow from the votes";
    StatusUnexplained = "STATUS_UNEXPLAINED", "une séance n’a pas eu lieu et l’historique ne dit pas pourquoi", "a meeting did not take place and its history does not say why";
    HistoryArrow = "HISTORY_ARROW", "une séance ne passe pas de cet état à celui-là", "a meeting does not go from this state to that one";
    DeadlineAhead = "DEADLINE_AHEAD", "une échéance approche", "a deadline is ahead";

    ErrataBroken = "ERRATA_BROKEN", "les errata d’une fiche ne se suivent pas", "the errata of a record do not go on from each other";
    ErratumOutdated = "ERRATUM_OUTDATED", "une fiche a changé depuis son dernier erratum", "a record was changed since its last erratum";
    ErratumSilent = "ERRATUM_SILENT", "un erratum ne dit pas ce qui a été corrigé", "an erratum does not say what was corrected";
    PersonalData = "PERSONAL_DATA", "une donnée personnelle : adresse, téléphone, compte, numéro, naissance ou domicile", "personal data: an address, telephone, account, number, birth or home";
    PersonalMismatch = "PERSONAL_MISMATCH", "une valeur n’est pas celle que la fiche a promise", "a value is not the one that its record promised";
    PersonalUnknown = "PERSONAL_UNKNOWN", "une place ou une valeur que la fiche ne promet pas", "a place or a value that the record does not promise";
    PermalinkLost = "PERMALINK_LOST", "une adresse publiée ne mène plus nulle part", "an address that was published leads nowhere any more";
    RecordChanged = "RECORD_CHANGED", "une fiche arrêtée a changé sans erratum", "a settled record was changed without an erratum";
    TombstoneNeedless = "TOMBSTONE_NEEDLESS", "une fiche dite retirée est là, ou n’a jamais été publiée", "a record said to be removed is there, or was never published";

    DataMalformed = "DATA_MALFORMED", "un fichier de données ne peut pas être lu", "a file of data cannot be read";
    PageLeftOut = "PAGE_LEFT_OUT", "une page n’est pas publiée : brouillon, à paraître ou expirée", "a page is not published: a draft, one to come, or one that expired";
    TermSpeltTwice = "TERM_SPELT_TWICE", "un terme est écrit de deux façons", "a term is written in two ways";
    RouteCollision = "ROUTE_COLLISION", "deux pages auraient la même adresse", "two pages would have the same address";
    LinkBroken = "LINK_BROKEN", "le lien ne mène nulle part", "the link leads nowhere";
    LinkOutside = "LINK_OUTSIDE", "une adresse d’un autre site ne répond pas comme elle devrait", "an address of another site does not answer as it should";
    ImageUnreadable = "IMAGE_UNREADABLE", "une image ne peut pas être lue ; l’original est publié tel quel", "a picture cannot be read; the original is published as it is";
    ImageTooLarge = "IMAGE_TOO_LARGE", "une image est trop grande pour être allégée ; l’original est publié tel quel", "a picture is too large to be made lighter; the original is published as it is";
    ImageTellsPlace = "IMAGE_TELLS_PLACE", "une image publiée dit où elle a été prise", "a published picture says where it was taken";
    RawHtmlDropped = "RAW_HTML_DROPPED", "du HTML brut du conseil est laissé de côté", "raw HTML of the council's is left out";
    ComponentUnknown = "COMPONENT_UNKNOWN", "le thème n’a pas de composant de ce nom", "the theme has no component of this name";
    ComponentCall = "COMPONENT_CALL", "un composant ne reçoit pas ce qu’il demande", "a component is not given what it asks for";
    TemplateUnknown = "TEMPLATE_UNKNOWN", "le thème n’a pas de gabarit de ce nom", "the theme has no template of this name";
    ThemeFault = "THEME_FAULT", "le thème ne peut pas servir", "the theme cannot be used";
    TemplateFault = "TEMPLATE_FAULT", "un gabarit ne se lit pas, ou demande ce que la page n’a pas", "a template cannot be read, or asks for what the page does not have";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Code {
    type Err = UnknownCode;
    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.name() == name).ok_or(UnknownCode)
    }
}

/// A name that is no code of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of this program")]
pub struct UnknownCode;

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        name.parse().map_err(|_| serde::de::Error::custom("no code of this program"))
    }
}
