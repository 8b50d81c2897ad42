//! The ceremony that begins a record.

use std::collections::BTreeMap;

use super::Desk;
use crate::council::CouncilId;
use crate::key::{PrivateKey, PublicKey};
use crate::record::{Files, Record};
use crate::statement::{Genesis, Role, Roles, Statement as _};
use crate::submission::{Rejection, sign};
use crate::tree::FileTree;

/// Who signs for what from the first day on.
#[derive(Clone, Debug)]
pub struct Ceremony<'a> {
    /// The council.
    pub council: CouncilId,
    /// Its name in words.
    pub name: String,
    /// How many root keys must sign for the root.
    pub root_threshold: u8,
    /// The root keys.
    pub root: Vec<&'a PrivateKey>,
    /// For each role, how many of its keys must sign, and its keys.
    pub roles: BTreeMap<Role, (u8, Vec<PublicKey>)>,
}

/// Begins a record: genesis and first roles, both signed by all the root keys.
///
/// # Errors
/// A threshold that no one can meet, or a key that may not be enrolled.
pub fn begin(ceremony: &Ceremony<'_>) -> Result<Desk, Rejection> {
    let Ceremony { council, name, root_threshold, root, roles } = ceremony;
    let mut root_keys: Vec<_> = root.iter().map(|key| key.public()).collect();
    sort(&mut root_keys);
    let genesis = Genesis { council: council.clone(), name: name.clone(), threshold: *root_threshold, root: root_keys };
    let signed = sign(&genesis, root);
    let mut files = Files::new(FileTree::new());
    let mut added = FileTree::new();
    files.insert(signed.path.clone(), signed.bytes.clone());
    added.insert(signed.path.clone(), signed.bytes.clone());
    let record = Record::begin(&signed.path, &signed.bytes)?;
    let mut desk = Desk { record, files, added };
    let holders = |(role, (threshold, keys)): (&Role, &(u8, Vec<PublicKey>))| {
        let mut keys = keys.clone();
        sort(&mut keys);
        (*role, (*threshold, keys))
    };
    let roles = Roles {
        council: council.clone(),
        record: genesis.text_hash(),
        version: 1,
        previous: None,
        roles: roles.iter().map(holders).collect(),
    };
    desk.append(&roles, "council", root)?;
    Ok(desk)
}

fn sort(keys: &mut [PublicKey]) {
    keys.sort_by_key(crate::grammar::Token::write);
}
