use crate::manifest::draft::Draft;

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    draft.fault(0, "files of this kind are not read yet", "check the names with `phantom check`");
}
