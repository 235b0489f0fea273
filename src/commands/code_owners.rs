//! The CODEOWNERS of the repository that the flags are in.

use super::shared::Session;
use crate::model::CodeOwners;
use crate::store::read_text;

impl Session {
    /// The first CODEOWNERS file there is, at the moment looked at; `None` without one, and outside of a repository.
    pub(super) fn code_owners(&self) -> Option<CodeOwners> {
        let text = match &self.moment {
            None => {
                let root = self.directory.root.ancestors().find(|folder| folder.join(".git").exists())?;
                CodeOwners::PLACES.iter().find_map(|place| read_text(&root.join(place)).ok())
            }
            Some(moment) => {
                let text = |place: &&str| {
                    let bytes = moment.repository.file_at(&moment.commit, place).ok().flatten()?;
                    String::from_utf8(bytes).ok()
                };
                CodeOwners::PLACES.iter().find_map(text)
            }
        };
        text.as_deref().map(CodeOwners::parse)
    }
}
