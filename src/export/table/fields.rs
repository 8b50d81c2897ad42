//! The columns of results, each with its meaning; a column that stands under several methods is one.

use super::Field;
use crate::export::field::Cells;

/// What became of an option.
const OUTCOMES: &[&str] = &["selected", "not-selected", "tied", "undecided", "exhausted"];

pub(super) const ELECTORATE: Field = Field::text(
    "electorate",
    "le corps électoral, quand il y en a plusieurs",
    "the electorate, where there are several",
);
pub(super) const OPTION: Field =
    Field::text("option", "le choix, par son identifiant au vote", "the option, by its id in the vote");
pub(super) const OUTCOME: Field = Field::new(
    "outcome",
    Cells::Word(OUTCOMES),
    "ce qu’il devient : retenu, non retenu, à égalité, laissé ouvert par une égalité ; `exhausted` : ce qui ne compte plus pour aucun",
    "what became of it: selected, not selected, tied, left open by a tie; `exhausted`: what counts for none any more",
);
pub(super) const REASON: Field = Field::text(
    "reason",
    "pourquoi, par un mot de la méthode (docs/format.md)",
    "why, by a word of the method (docs/format.md)",
);
pub(super) const MARGIN: Field = Field::number(
    "margin",
    "pour un choix non retenu : ce que le dernier retenu a de plus",
    "for an option not selected: how much more the last one selected has",
);
pub(super) const SUPPORT: Field =
    Field::integer("support", "le poids des bulletins qui le soutiennent", "the weight of the ballots that support it");
pub(super) const COST: Field = Field::number("cost", "ce qu’il coûte", "what it costs");
pub(super) const PAID_FROM: Field = Field::text(
    "paid_from",
    "l’enveloppe qui le paie, s’il est retenu",
    "the envelope that pays it, where it is selected",
);
pub(super) const BOUGHT: Field =
    Field::integer("bought", "son rang dans l’ordre des achats", "its place in the order of purchases");
pub(super) const PAYERS: Field =
    Field::integer("payers", "le poids des bulletins qui ont payé", "the weight of the ballots that paid");
pub(super) const GAVE_ALL: Field = Field::integer(
    "gave_all",
    "le poids de ceux à qui il restait moins que leur part, et qui ont tout donné",
    "the weight of those that had less left than their part, and gave all of it",
);
pub(super) const EACH: Field = Field::number(
    "each",
    "ce qu’un point d’utilité a coûté à chaque payeur",
    "what one point of utility cost each payer",
);
pub(super) const MOMENT: Field = Field::number(
    "moment",
    "le moment de l’achat : ce que chaque votant avait gagné depuis le début",
    "when it was bought: what every voter had earned from the beginning on",
);
pub(super) const PLACE: Field = Field::integer(
    "place",
    "sa place dans l’ordre de la méthode, la même pour des choix égaux",
    "its place in the order of the method, the same for equal options",
);
pub(super) const ANSWER: Field = Field::text("answer", "la réponse à la motion", "the answer to the motion");
pub(super) const WEIGHT: Field =
    Field::integer("weight", "le poids des bulletins qui la donnent", "the weight of the ballots that give it");
pub(super) const CASTING_VOTE: Field = Field::new(
    "casting_vote",
    Cells::Word(&["yes"]),
    "`yes` à la réponse de la présidence, où sa voix a départagé",
    "`yes` at the answer of the chair, where it decided",
);
pub(super) const DECISION: Field = Field::new(
    "decision",
    Cells::Word(&["adopted", "rejected", "inquorate"]),
    "ce qui est décidé, répété à chaque réponse : adoptée, rejetée, sans quorum",
    "what was decided, the same at each answer: adopted, rejected, without quorum",
);
pub(super) const POINTS: Field = Field::number("points", "la somme de ses points", "the sum of its points");
pub(super) const GAVE: Field = Field::integer(
    "gave",
    "le poids des bulletins qui ont donné ce nombre de points",
    "the weight of the ballots that gave this number of points",
);
pub(super) const MEDIAN: Field = Field::text("median", "sa mention médiane", "its median grade");
pub(super) const ABOVE: Field = Field::integer(
    "above",
    "le poids des mentions au-dessus de la médiane",
    "the weight of the grades above the median",
);
pub(super) const BELOW: Field = Field::integer(
    "below",
    "le poids des mentions au-dessous de la médiane",
    "the weight of the grades below the median",
);
pub(super) const PARTED_AFTER: Field = Field::integer(
    "parted_after",
    "combien de mentions médianes il faut retirer pour le départager du choix qui précède",
    "median grades taken away before it parts from the option before",
);
pub(super) const GRADE: Field = Field::integer(
    "grade",
    "le poids des bulletins qui donnent cette mention",
    "the weight of the ballots that give this grade",
);
pub(super) const ELECTED_IN_ROUND: Field =
    Field::integer("elected_in_round", "le tour où il est retenu", "the round in which it is selected");
pub(super) const EXCLUDED_IN_ROUND: Field =
    Field::integer("excluded_in_round", "le tour où il est écarté", "the round in which it is excluded");
pub(super) const ROUND: Field = Field::number("round", "ses voix à ce tour", "its votes in this round");
pub(super) const VOTES_OVER: Field = Field::integer(
    "votes_over",
    "le poids des bulletins qui placent ce choix avant celui que la colonne nomme",
    "the weight of the ballots that place this option before the one that the column names",
);
pub(super) const PATH_TO: Field = Field::integer(
    "path_to",
    "la force du plus fort chemin vers le choix que la colonne nomme",
    "the strength of the strongest path to the option that the column names",
);
pub(super) const WIN_OVER: Field = Field::new(
    "win_over",
    Cells::Word(&["kept", "dropped", "open"]),
    "ce que devient son duel gagné contre le choix que la colonne nomme",
    "what became of its duel won against the option that the column names",
);
