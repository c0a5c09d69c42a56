//! The families, their popular members, little-known ones that the snapshot lists, and made-up ones that
//! are newer than it.

/// Names with a stem in common.
pub(crate) struct Family {
    pub(crate) popular: &'static [&'static str],
    pub(crate) listed: &'static [&'static str],
    pub(crate) young: &'static [&'static str],
}

const fn family(
    popular: &'static [&'static str],
    listed: &'static [&'static str],
    young: &'static [&'static str],
) -> Family {
    Family { popular, listed, young }
}

pub(crate) const PYPI: [Family; 11] = [
    // boto
    family(&["boto", "boto3", "botocore", "boto3-stubs", "aioboto3", "moto", "s3transfer"], &[], &[]),
    // python-
    family(
        &[
            "python-dateutil",
            "python-dotenv",
            "python-slugify",
            "python-multipart",
            "python-jose",
            "python-magic",
            "python-gitlab",
            "python-daemon",
            "python-ldap",
            "python-telegram-bot",
        ],
        &[],
        &[],
    ),
    // pytest-
    family(
        &["pytest-cov", "pytest-xdist", "pytest-mock", "pytest-asyncio", "pytest-django", "pytest-randomly"],
        &[
            "pytest-lsp",
            "pytest-cassandra",
            "pytest-notify",
            "pytest-duckdb",
            "pytest-testconfig",
            "pytest-spiratest",
            "pytest-pycodestyle",
            "pytest-houdini",
        ],
        &["pytest-lanterns", "pytest-qzvx"],
    ),
    // django-
    family(
        &["django-filter", "django-cors-headers", "django-environ"],
        &[
            "django-pgclone",
            "django-transmeta",
            "django-keycloak-admin",
            "django-ajaximage",
            "django-ajax-comments-xtd",
            "django-invoicing",
            "django-jinja2loader",
        ],
        &["django-lanterns"],
    ),
    // flask-
    family(
        &["flask-cors", "flask-login", "flask-migrate"],
        &["flask-nav", "flask-sendwithus", "flask-ipban", "flask-realip", "flask-slack", "flask-composer"],
        &["flask-lanterns"],
    ),
    // types-
    family(
        &["types-requests", "types-pyyaml", "types-python-dateutil"],
        &[
            "types-affine",
            "types-slumber",
            "types-punq",
            "types-boto3-lightsail",
            "types-aiobotocore-waf",
            "types-jack-client",
            "types-boto3-support-app",
        ],
        &[],
    ),
    // sphinx-
    family(
        &["sphinx-rtd-theme", "sphinx-copybutton"],
        &[
            "sphinx-lesson",
            "sphinx-revealjs",
            "sphinx-pdj-theme",
            "sphinx-lv2-theme",
            "sphinx-minipres",
            "sphinx-mounts",
            "sphinx-tosca",
        ],
        &[],
    ),
    // mkdocs-
    family(
        &["mkdocs-material", "mkdocs-minify-plugin"],
        &[
            "mkdocs-excalidraw",
            "mkdocs-gallery",
            "mkdocs-glossary",
            "mkdocs-cinder",
            "mkdocs-rtd",
            "mkdocs-localsearch",
        ],
        &[],
    ),
    // azure-mgmt-
    family(
        &["azure-mgmt-core", "azure-mgmt-compute"],
        &[
            "azure-mgmt-devcenter",
            "azure-mgmt-webpubsub",
            "azure-mgmt-mobilenetwork",
            "azure-mgmt-scvmm",
            "azure-mgmt-education",
            "azure-mgmt-azureadb2c",
        ],
        &[],
    ),
    // google-cloud-
    family(
        &["google-cloud-storage", "google-cloud-bigquery"],
        &[
            "google-cloud-talent",
            "google-cloud-shell",
            "google-cloud-optimization",
            "google-cloud-datalabeling",
            "google-cloud-policysimulator",
            "google-cloud-edgenetwork",
        ],
        &[],
    ),
    // Here and there.
    family(
        &[],
        &[
            "jupyter-cadquery",
            "jupyter-matlab-proxy",
            "tree-sitter-vhdl",
            "tree-sitter-ocaml",
            "fastapi-websocket-rpc",
            "apache-airflow-providers-openstack",
            "apache-airflow-providers-qubole",
            "opentelemetry-instrumentation-oslo-messaging",
        ],
        &[],
    ),
];

pub(crate) const NPM: [Family; 12] = [
    // @types/
    family(
        &["@types/node", "@types/react", "@types/lodash"],
        &[
            "@types/remove-markdown",
            "@types/espree",
            "@types/jsnlog",
            "@types/chownr",
            "@types/ember__destroyable",
            "@types/gapi.client.drive",
            "@types/node-zopfli",
            "@types/secure-random",
            "@types/unzip",
        ],
        &["@types/qzvx", "@types/lanterns"],
    ),
    // lodash.
    family(
        &["lodash.pick", "lodash.merge", "lodash.debounce"],
        &[
            "lodash.range",
            "lodash.curryright",
            "lodash.conformsto",
            "lodash.flatmapdeep",
            "lodash.spread",
            "lodash.where",
            "lodash.floor",
            "lodash.words",
            "lodash.tail",
        ],
        &[],
    ),
    // eslint-plugin-
    family(
        &["eslint-plugin-import", "eslint-plugin-react"],
        &[
            "eslint-plugin-ember",
            "eslint-plugin-mysticatea",
            "eslint-plugin-xstate",
            "eslint-plugin-no-async",
            "eslint-plugin-i18next-no-undefined-translation-keys",
            "eslint-plugin-oclif",
            "eslint-plugin-nestjs",
            "eslint-plugin-align-assignments",
            "eslint-plugin-stylelint",
        ],
        &["eslint-plugin-lanterns", "eslint-plugin-no-lanterns"],
    ),
    // eslint-config-
    family(
        &["eslint-config-prettier", "eslint-config-airbnb"],
        &[
            "eslint-config-probot",
            "eslint-config-canonical",
            "eslint-config-logux",
            "eslint-config-erb",
            "eslint-config-airbnb-base-typescript",
            "eslint-config-keystone",
            "eslint-config-commercetools",
        ],
        &[],
    ),
    // babel-plugin-
    family(
        &["babel-plugin-istanbul", "babel-plugin-macros"],
        &[
            "babel-plugin-glsl",
            "babel-plugin-classnames",
            "babel-plugin-universal-import",
            "babel-plugin-closure-elimination",
            "babel-plugin-transform-numeric-separator",
            "babel-plugin-dedent",
            "babel-plugin-filbert",
            "babel-plugin-inline-package-json",
        ],
        &[],
    ),
    // gulp-
    family(
        &["gulp-sass"],
        &[
            "gulp-modernizr",
            "gulp-rsync",
            "gulp-prettify",
            "gulp-derequire",
            "gulp-environments",
            "gulp-csscomb",
            "gulp-useref-plus",
            "gulp-wrap-js",
        ],
        &["gulp-lanterns"],
    ),
    // postcss-
    family(
        &["postcss-loader", "postcss-import"],
        &[
            "postcss-easings",
            "postcss-position",
            "postcss-prefixer",
            "postcss-shorthand-expand",
            "postcss-functions",
            "postcss-camel-case",
            "postcss-nested-import",
        ],
        &["postcss-lanterns"],
    ),
    // react-native-
    family(
        &["react-native-screens", "react-native-svg"],
        &[
            "react-native-callkeep",
            "react-native-airship",
            "react-native-scroll-bottom-sheet",
            "react-native-waveform",
            "react-native-advertising-id",
            "react-native-release-profiler",
            "react-native-wechat",
        ],
        &["react-native-lanterns"],
    ),
    // vite-plugin-
    family(
        &["vite-plugin-pwa", "vite-plugin-dts"],
        &[
            "vite-plugin-components",
            "vite-plugin-watch-and-run",
            "vite-plugin-favicon",
            "vite-plugin-federation",
            "vite-plugin-twig-loader",
            "vite-plugin-ziggy",
            "vite-plugin-yalc",
        ],
        &["vite-plugin-lanterns"],
    ),
    // is-
    family(
        &["is-number", "is-plain-object"],
        &[
            "is-ios",
            "is-uuid",
            "is-valid-identifier",
            "is-array-buffer-x",
            "is-css-shorthand",
            "is-there",
            "is-localhost",
            "is-email",
        ],
        &[],
    ),
    // ember-cli-
    family(
        &["ember-cli-babel", "ember-cli-htmlbars"],
        &[
            "ember-cli-sass",
            "ember-cli-pagination",
            "ember-cli-release",
            "ember-cli-segment",
            "ember-cli-rtlcss",
            "ember-cli-bourbon",
            "ember-cli-deploy-s3-index",
        ],
        &[],
    ),
    // Here and there.
    family(
        &[],
        &[
            "react-js-pagination",
            "karma-jasmine-jquery",
            "rollup-plugin-vue",
            "rollup-plugin-copy-assets-to",
            "@babel/plugin-transform-strict-mode",
            "@babel/preset-stage-1",
        ],
        &[],
    ),
];

pub(crate) const CRATES: [Family; 3] = [
    // -sys
    family(
        &[
            "openssl-sys",
            "libz-sys",
            "curl-sys",
            "alsa-sys",
            "bzip2-sys",
            "dav1d-sys",
            "expat-sys",
            "gbm-sys",
            "windows-sys",
            "zstd-sys",
        ],
        &[],
        &["lanternfish-sys", "qzvx-sys", "libheif2-sys", "libusb1-sys", "hidapi-sys"],
    ),
    // -derive
    family(
        &[
            "serde_derive",
            "clap_derive",
            "prost-derive",
            "argh-derive",
            "askama_derive",
            "borsh-derive",
            "bytecheck_derive",
            "der_derive",
            "darling_macro",
            "thiserror-impl",
        ],
        &[],
        &["lanternfish-derive", "qzvx_derive", "enum-map-derive", "nom-derive", "lanterns-derive"],
    ),
    // Here and there.
    family(&["syn", "tokio-util", "tokio-stream"], &[], &[]),
];
