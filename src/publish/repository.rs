//! A new git repository, and commits of all that lies in its folder.

use std::path::Path;

/// A new repository, for a council that is made at once.
pub struct NewRepository {
    repository: git2::Repository,
}

impl NewRepository {
    /// Begins a repository in `folder`, with the branch `main`.
    ///
    /// # Errors
    /// What git says.
    pub fn begin(folder: &Path) -> Result<Self, git2::Error> {
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("main").no_reinit(true);
        git2::Repository::init_opts(folder, &options).map(|repository| Self { repository })
    }

    /// Commits every file of the folder, in the name of `author` at the Unix second `time`.
    ///
    /// # Errors
    /// What git says.
    pub fn commit(&self, subject: &str, author: &str, time: i64) -> Result<(), git2::Error> {
        let mut index = self.repository.index()?;
        index.add_all(["*"], git2::IndexAddOption::FORCE, None)?;
        index.write()?;
        let tree = self.repository.find_tree(index.write_tree()?)?;
        let email = format!("{author}@trial.example");
        let who = git2::Signature::new(author, &email, &git2::Time::new(time, 0))?;
        let parent = self.repository.head().and_then(|head| head.peel_to_commit()).ok();
        let parents: Vec<&git2::Commit<'_>> = parent.iter().collect();
        self.repository.commit(Some("HEAD"), &who, &who, subject, &tree, &parents)?;
        Ok(())
    }
}
