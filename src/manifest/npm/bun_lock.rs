use crate::manifest::draft::Draft;

/// Reads a whole file.
pub(in crate::manifest) fn read(draft: &mut Draft<'_>) {
    draft.fault(0, "files of this kind are not read yet", "check the names with `phantom check`");
}

/// Says that the older, binary form is not read.
pub(in crate::manifest) fn binary(draft: &mut Draft<'_>) {
    draft.fault(
        0,
        "bun.lockb is binary and is not read",
        "run `bun install --save-text-lockfile` and commit bun.lock",
    );
}
