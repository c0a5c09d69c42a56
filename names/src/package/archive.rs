/// Endings by which pip takes a word for an archive's file name and not for a package's, in pip's own
/// list (`ARCHIVE_EXTENSIONS` of its `filetypes` module). An ending that is not among them belongs to
/// the name: `x.egg` is looked up as `x-egg`.
pub const PYTHON_ARCHIVES: [&str; 12] = [
    ".whl",
    ".zip",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tar.bz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tlz",
    ".tar.lz",
    ".tar.lzma",
];
