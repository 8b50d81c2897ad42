//! Who came to a meeting.

use serde::Serialize;

use super::{Link, Scene};
use crate::document::{Meeting, Ref};

/// Who came.
#[derive(Clone, Debug, Serialize)]
pub struct AttendanceView {
    /// Those present whose voice is counted.
    pub present: Vec<Link>,
    /// Those present who are heard only.
    pub advisory: Vec<Link>,
    /// Those who gave another their vote, and to whom.
    pub represented: Vec<(Link, Link)>,
    /// Those who said they could not come.
    pub excused: Vec<Link>,
    /// Those who did not say.
    pub absent: Vec<Link>,
    /// Those who came late, and the item at which they did.
    pub arrived: Vec<(Link, String)>,
    /// Those who left early, and the item at which they did.
    pub left: Vec<(Link, String)>,
    /// The quorum in words.
    pub quorum: Option<String>,
}

impl AttendanceView {
    /// Who came to `meeting`; nothing where its record does not say.
    #[must_use]
    pub fn new(scene: &Scene<'_>, meeting: &Meeting) -> Option<Self> {
        let attendance = meeting.attendance.as_ref()?;
        let people_of = &scene.documents().people;
        let (counted, heard): (Vec<&Ref>, Vec<&Ref>) =
            attendance.present.iter().partition(|person| meeting.counts(people_of, &person.id));
        let present = counted.len() as u64;
        let came = scene.number(present);
        let quorum = meeting.quorum.map(|required| {
            let reached = present >= u64::from(required);
            let key = if reached { "quorum_reached" } else { "quorum_missed" };
            scene.say_with(key, &[("required", &scene.number(u64::from(required))), ("present", &came)])
        });
        Some(Self {
            present: counted.into_iter().map(|person| scene.person(person)).collect(),
            advisory: heard.into_iter().map(|person| scene.person(person)).collect(),
            represented: attendance.represented.iter().map(|(a, b)| (scene.person(a), scene.person(b))).collect(),
            excused: people(scene, &attendance.excused),
            absent: people(scene, &attendance.absent),
            arrived: moved(scene, &attendance.arrived),
            left: moved(scene, &attendance.left),
            quorum,
        })
    }
}

/// Links to members.
pub(super) fn people(scene: &Scene<'_>, refs: &[Ref]) -> Vec<Link> {
    refs.iter().map(|person| scene.person(person)).collect()
}

fn moved(scene: &Scene<'_>, moves: &[(Ref, String)]) -> Vec<(Link, String)> {
    moves.iter().map(|(person, item)| (scene.person(person), item.clone())).collect()
}
