pub(crate) mod profiles;
pub(crate) mod sets;
