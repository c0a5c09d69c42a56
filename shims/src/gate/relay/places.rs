//! The relay's addresses, and how a client is told of them: in its environment and in its arguments.

use std::ffi::OsString;

use phantom_guard::command::{Client, Install};
use phantom_guard::registry::locate::{Located, Provenance};

use super::{Scene, uv};

/// The addresses at which the relay stands for registries.
pub(super) struct Places<'a> {
    /// All, in the order of the registries.
    pub(super) all: &'a [String],
    /// The default registry's.
    pub(super) default: &'a str,
    /// Those of further indexes that arguments name.
    of_args: &'a [String],
    /// Those of further indexes that settings name.
    pub(super) of_settings: &'a [String],
    host: String,
}

impl<'a> Places<'a> {
    /// The places by what named their registries: pip's default comes first and uv's last, and arguments go
    /// after pip's settings and before uv's.
    pub(super) fn of(all: &'a [String], host: String, install: &Install) -> Self {
        let named = install.index.extra.len();
        let split = |at: usize, list: &'a [String]| list.split_at_checked(at).unwrap_or_default();
        let (default, of_args, of_settings) = if install.client == Client::Uv {
            let (default, before) = all.split_last().unzip();
            let (of_args, of_settings) = split(named, before.unwrap_or_default());
            (default, of_args, of_settings)
        } else {
            let (default, further) = all.split_first().unzip();
            let further = further.unwrap_or_default();
            let (of_settings, of_args) = split(further.len().saturating_sub(named), further);
            (default, of_args, of_settings)
        };
        Self { all, default: default.map_or("", String::as_str), of_args, of_settings, host }
    }

    /// The arguments with the relay's places in those of the registries that they name: nothing else could
    /// replace them, since arguments go before everything.
    pub(super) fn in_args(&self, args: &[OsString], install: &Install) -> Vec<OsString> {
        let mut named: Vec<(&str, &str)> = Vec::new();
        named.extend(install.index.primary.as_deref().map(|address| (address, self.default)));
        let further = install.index.extra.iter().map(String::as_str);
        named.extend(further.zip(self.of_args.iter().map(String::as_str)));
        let replaced = |arg: &OsString| {
            let text = arg.to_str()?;
            named.iter().find_map(|(address, place)| {
                let option = text.strip_suffix(address)?;
                // uv's may have a label.
                let has_value = option.starts_with('-') || install.client == Client::Uv;
                let attached = option == "-i" || has_value && option.ends_with('=');
                (option.is_empty() || attached).then(|| OsString::from(format!("{option}{place}")))
            })
        };
        args.iter().map(|arg| replaced(arg).unwrap_or_else(|| arg.clone())).collect()
    }

    pub(super) fn environment(
        &self,
        install: &Install,
        client: &Located,
        scene: &Scene,
    ) -> Vec<(&'static str, OsString)> {
        let first = || OsString::from(self.default);
        let mut environment = Vec::new();
        if install.client == Client::Uv {
            environment = uv::environment(install, self, scene);
        } else if install.client == Client::Pip {
            environment.push(("PIP_INDEX_URL", first()));
            if !self.of_settings.is_empty() {
                environment.push(("PIP_EXTRA_INDEX_URL", self.of_settings.join(" ").into()));
            }
        } else {
            environment.push(("npm_config_registry", first()));
            if let Some(except) = client.root.no_proxy() {
                environment.push(("npm_config_noproxy", self.with_host(except)));
            }
        }
        match install.client {
            // pnpm 11 no longer reads npm's.
            Client::Pnpm | Client::Pnpx => environment.push(("pnpm_config_registry", first())),
            Client::Bun | Client::Bunx => environment.push(("BUN_CONFIG_REGISTRY", first())),
            Client::Yarn => {
                if let Some(second) = self.all.get(1) {
                    environment.push(("YARN_NPM_REGISTRY_SERVER", second.into()));
                    environment.push(("YARN_UNSAFE_HTTP_WHITELIST", self.host.clone().into()));
                }
                // Later versions refuse a variable that they do not know, and yarn 1 takes its own settings
                // before npm's.
                let of_yarn_1 = match &client.from {
                    Provenance::File(file) => file.ends_with(".yarnrc"),
                    Provenance::Variable(name) => name.eq_ignore_ascii_case("YARN_REGISTRY"),
                    _ => false,
                };
                if of_yarn_1 {
                    environment.push(("YARN_REGISTRY", first()));
                }
            }
            _ => {}
        }
        let proxies = ["http_proxy", "https_proxy", "all_proxy"];
        let either = |name: &str| {
            scene.environment.get(name).or_else(|| scene.environment.get(&name.to_ascii_uppercase()))
        };
        if proxies.into_iter().any(|name| either(name).is_some()) {
            let except = self.with_host(either("no_proxy").unwrap_or_default());
            environment.extend([("no_proxy", except.clone()), ("NO_PROXY", except)]);
        }
        environment
    }

    /// A list of hosts without a proxy, with the relay's in it.
    fn with_host(&self, list: &str) -> OsString {
        if list.trim().is_empty() { self.host.clone().into() } else { format!("{list},{}", self.host).into() }
    }
}
