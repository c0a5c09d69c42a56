# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_phantom_global_optspecs
    string join \n offline verify-all index= format= output= block-at= warn-at= on-unavailable= allow= config= concurrency= chunk= timeout= min-age= color= plain q/quiet v/verbose h/help V/version
end

function __fish_phantom_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_phantom_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_phantom_using_subcommand
    set -l cmd (__fish_phantom_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c phantom -n "__fish_phantom_needs_command" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_needs_command" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_needs_command" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_needs_command" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_needs_command" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_needs_command" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_needs_command" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_needs_command" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_needs_command" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_needs_command" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_needs_command" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_needs_command" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_needs_command" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_needs_command" -s V -l version -d 'Print version'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "check" -d 'Check names, given as arguments or one a line on standard input'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "scan" -d 'Check the manifests and lockfiles of a project'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "diff" -d 'Compare two files or folders, and check what the second adds'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "explain" -d 'Show every signal of a name, with its weight and evidence'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "why" -d 'Show who requires a package: the chain from a manifest down to it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "fix" -d 'Put the names that were meant into the manifests, once shown'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "corpus" -d 'Show the snapshot of names inside this program'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "advisories" -d 'Take in lists of malicious releases, which are always blocked'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "config" -d 'Show the settings in force'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "init" -d 'Write a phantom.toml for a project, after looking at it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "allow" -d 'Let names through in this project, by its phantom.toml'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "cache" -d 'Show or empty the cache of registries\' answers'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "shims" -d 'Put Phantom before the real clients on PATH, under their names'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "doctor" -d 'Try every route on this machine, and say which hold'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "log" -d 'Show what was decided on this machine'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "hook" -d 'Answer a coding agent or git before it acts, and set that up'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "completions" -d 'Print completions for bash, zsh, fish, PowerShell or elvish'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pip" -d 'Check what pip would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pip3" -d 'Check what pip3 would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "npm" -d 'Check what npm would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "npx" -d 'Check what npx would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pnpm" -d 'Check what pnpm would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pn" -d 'Check what pn would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pnpx" -d 'Check what pnpx would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pnx" -d 'Check what pnx would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "yarn" -d 'Check what yarn would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "yarnpkg" -d 'Check what yarnpkg would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "bun" -d 'Check what bun would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "bunx" -d 'Check what bunx would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "uv" -d 'Check what uv would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "uvx" -d 'Check what uvx would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pipx" -d 'Check what pipx would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "poetry" -d 'Check what poetry would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pdm" -d 'Check what pdm would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "pipenv" -d 'Check what pipenv would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "cargo" -d 'Check what cargo would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "python" -d 'Check what python would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "python3" -d 'Check what python3 would install, then run it'
complete -c phantom -n "__fish_phantom_needs_command" -f -a "man" -d 'Print a manual page, or write them all'
complete -c phantom -n "__fish_phantom_using_subcommand check" -s e -l ecosystem -d 'The names\' ecosystem: pypi, npm or crates' -r -f -a "pypi\t''
npm\t''
crates\t''"
complete -c phantom -n "__fish_phantom_using_subcommand check" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand check" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand check" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand check" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand check" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand check" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand check" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand check" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand check" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand check" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand check" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand check" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l since -d 'Judge only what was added or changed since this commit, branch or tag of git; `main...` is where the work left main' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l include-ignored -d 'Read also what .gitignore names, and installed, vendored and built folders'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand scan" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l kind -d 'What both files are, where their names do not say it: cargo-lock, package-lock, requirements, ...' -r -f -a "requirements\t''
pyproject\t''
setup-cfg\t''
setup-py\t''
pipfile\t''
pipfile-lock\t''
poetry-lock\t''
pdm-lock\t''
uv-lock\t''
pylock\t''
conda-environment\t''
python-script\t''
tox-ini\t''
pre-commit\t''
package-json\t''
package-lock\t''
yarn-lock\t''
pnpm-lock\t''
pnpm-workspace\t''
bun-lock\t''
bun-lockb\t''
deno\t''
cargo-toml\t''
cargo-lock\t''
cargo-config\t''
rust-script\t''"
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand diff" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand diff" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand diff" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand diff" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand explain" -s e -l ecosystem -d 'The names\' ecosystem: pypi, npm or crates' -r -f -a "pypi\t''
npm\t''
crates\t''"
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand explain" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand explain" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand explain" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand explain" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand why" -s e -l ecosystem -d 'The names\' ecosystem: pypi, npm or crates; without it all that the files have' -r -f -a "pypi\t''
npm\t''
crates\t''"
complete -c phantom -n "__fish_phantom_using_subcommand why" -l path -d 'The project\'s folder, or one of its files; may be repeated' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand why" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand why" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand why" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand why" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand why" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand why" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand why" -l all -d 'Every chain, instead of the shortest of each project'
complete -c phantom -n "__fish_phantom_using_subcommand why" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand why" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand why" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand why" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand why" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand why" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand fix" -s y -l yes -d 'Change the files without asking'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand fix" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and not __fish_seen_subcommand_from info" -f -a "info" -d 'Date, counts and sources'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand corpus; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -f -a "import" -d 'Take in OSV documents or a table'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and not __fish_seen_subcommand_from import info" -f -a "info" -d 'Date, counts, sources, and whether all of it is intact'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l sha256 -d 'The SHA-256 that the file must have' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l replace -d 'Start anew instead of adding to what there is'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand advisories; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -f -a "show" -d 'Each value, and the flag, variable or line that it comes from; -v also what others say'
complete -c phantom -n "__fish_phantom_using_subcommand config; and not __fish_seen_subcommand_from show schema" -f -a "schema" -d 'The JSON schema of phantom.toml, by which editors check it'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand init" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand init" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand init" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand init" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand init" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand init" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand init" -l force -d 'Write over a phantom.toml that is there'
complete -c phantom -n "__fish_phantom_using_subcommand init" -l dry-run -d 'Show what would be written, and write nothing'
complete -c phantom -n "__fish_phantom_using_subcommand init" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand init" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand init" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand init" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand init" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand init" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -s e -l ecosystem -d 'The names\' ecosystem: pypi, npm or crates' -r -f -a "pypi\t''
npm\t''
crates\t''"
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l reason -d 'Why they are right here, for those who judge it later' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l until -d 'The last day on which it counts: 2027-01-31' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l version -d 'Only where exactly this version is asked for' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l remove -d 'Take the names\' entries out instead'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand allow" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -f -a "path" -d 'Where it lies'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -f -a "stats" -d 'What it holds'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and not __fish_seen_subcommand_from path stats clear" -f -a "clear" -d 'Forget every answer'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand cache; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l dir -d 'The folder of the shims, instead of `shims` in Phantom\'s folder for data' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -f -a "install" -d 'Place a shim for each client on PATH, and show the line that the shell\'s profile needs'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -f -a "uninstall" -d 'Take out what was placed, and the profile\'s line'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and not __fish_seen_subcommand_from install uninstall status" -f -a "status" -d 'Say for each client whether its shim or the client itself is reached first'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l dir -d 'The folder of the shims, instead of `shims` in Phantom\'s folder for data' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l profile -d 'Add the line to the shell\'s profile'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l all -d 'Place shims for clients that are not on PATH too'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l python -d 'Place shims for python and python3 too, so that `python -m pip` is covered'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l dir -d 'The folder of the shims, instead of `shims` in Phantom\'s folder for data' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l dir -d 'The folder of the shims, instead of `shims` in Phantom\'s folder for data' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand shims; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand log" -l since -d 'Only decisions of this age or younger: 72h, 2d, 1w' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -s n -d 'Only the last NUMBER decisions' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand log" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand log" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand log" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand log" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand log" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand log" -l blocked -d 'Only what was stopped, refused or bypassed'
complete -c phantom -n "__fish_phantom_using_subcommand log" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand log" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand log" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand log" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand log" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand log" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "claude-code" -d 'Answer Claude Code\'s JSON on standard input'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "codex" -d 'Answer Codex\'s JSON on standard input'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "gemini" -d 'Answer Gemini CLI\'s JSON on standard input'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "cursor" -d 'Answer Cursor\'s JSON on standard input'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "copilot" -d 'Answer GitHub Copilot CLI\'s JSON on standard input'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "git" -d 'Check what a commit would add: git\'s pre-commit hook'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "install" -d 'Put the hook into the settings of an agent or git'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "uninstall" -d 'Take it out again'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and not __fish_seen_subcommand_from claude-code codex gemini cursor copilot git install uninstall status" -f -a "status" -d 'Say for each agent and git whether the hook is installed'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from claude-code" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from codex" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from gemini" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from cursor" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from copilot" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from git" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l user -d 'The settings of the user, for all projects'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l project -d 'The settings of the project in this folder [default]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l user -d 'The settings of the user, for all projects'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l project -d 'The settings of the project in this folder [default]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand hook; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand completions" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand completions" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand completions" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand completions" -s h -l help -d 'Print help'
complete -c phantom -n "__fish_phantom_using_subcommand man" -l dir -d 'Write all pages into this folder' -r -f -a "(__fish_complete_directories)"
complete -c phantom -n "__fish_phantom_using_subcommand man" -l index -d 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l format -d 'How to report: human, json, jsonl; of names also sarif, github, gitlab, junit, markdown, cyclonedx, csv, html [env: PHANTOM_FORMAT] [default: human]' -r -f -a "human\t'Text for people'
json\t'One JSON document'
jsonl\t'One JSON object a package, a line each'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Workflow commands, which GitHub shows beside the lines'
gitlab\t'GitLab\'s code quality report'
junit\t'JUnit\'s XML'
markdown\t'A comment on a pull or merge request'
cyclonedx\t'CycloneDX 1.6, a bill of materials'
csv\t'One row a name'
html\t'One page for a browser'"
complete -c phantom -n "__fish_phantom_using_subcommand man" -l output -d 'Write the report of names into this file, and nothing to standard output' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand man" -l block-at -d 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l warn-at -d 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l on-unavailable -d 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]' -r -f -a "block\t''
warn\t''
allow\t''"
complete -c phantom -n "__fish_phantom_using_subcommand man" -l allow -d 'Let this name through; may be repeated' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l config -d 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]' -r -F
complete -c phantom -n "__fish_phantom_using_subcommand man" -l concurrency -d 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l chunk -d 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l timeout -d 'The time for one package\'s look-up [env: PHANTOM_TIMEOUT] [default: 5s]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l min-age -d 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]' -r
complete -c phantom -n "__fish_phantom_using_subcommand man" -l color -d 'When to colour: auto, always or never' -r -f -a "auto\t'On a terminal, unless NO_COLOR or CLICOLOR says otherwise'
always\t'Always'
never\t'Never'"
complete -c phantom -n "__fish_phantom_using_subcommand man" -l offline -d 'Ask no registry [env: PHANTOM_OFFLINE]'
complete -c phantom -n "__fish_phantom_using_subcommand man" -l verify-all -d 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]'
complete -c phantom -n "__fish_phantom_using_subcommand man" -l plain -d 'Whole sentences, nothing drawn: for a screen reader [env: PHANTOM_PLAIN]'
complete -c phantom -n "__fish_phantom_using_subcommand man" -s q -l quiet -d 'Findings and errors only'
complete -c phantom -n "__fish_phantom_using_subcommand man" -s v -l verbose -d 'Every name, safe ones too'
complete -c phantom -n "__fish_phantom_using_subcommand man" -s h -l help -d 'Print help'
