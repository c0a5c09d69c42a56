
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'phantom' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'phantom'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'phantom' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check names, given as arguments or one a line on standard input')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Check the manifests and lockfiles of a project')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two files or folders, and check what the second adds')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show every signal of a name, with its weight and evidence')
            [CompletionResult]::new('corpus', 'corpus', [CompletionResultType]::ParameterValue, 'Show the snapshot of names inside this program')
            [CompletionResult]::new('advisories', 'advisories', [CompletionResultType]::ParameterValue, 'Take in lists of malicious releases, which are always blocked')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the settings in force')
            [CompletionResult]::new('cache', 'cache', [CompletionResultType]::ParameterValue, 'Show or empty the cache of registries'' answers')
            [CompletionResult]::new('shims', 'shims', [CompletionResultType]::ParameterValue, 'Put Phantom before the real clients on PATH, under their names')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Try every route on this machine, and say which hold')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Show what was decided on this machine')
            [CompletionResult]::new('hook', 'hook', [CompletionResultType]::ParameterValue, 'Answer a coding agent or git before it acts, and set that up')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for bash, zsh, fish, PowerShell or elvish')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page, or write them all')
            [CompletionResult]::new('pip', 'pip', [CompletionResultType]::ParameterValue, 'Check what pip would install, then run it')
            [CompletionResult]::new('pip3', 'pip3', [CompletionResultType]::ParameterValue, 'Check what pip3 would install, then run it')
            [CompletionResult]::new('npm', 'npm', [CompletionResultType]::ParameterValue, 'Check what npm would install, then run it')
            [CompletionResult]::new('npx', 'npx', [CompletionResultType]::ParameterValue, 'Check what npx would install, then run it')
            [CompletionResult]::new('pnpm', 'pnpm', [CompletionResultType]::ParameterValue, 'Check what pnpm would install, then run it')
            [CompletionResult]::new('pn', 'pn', [CompletionResultType]::ParameterValue, 'Check what pn would install, then run it')
            [CompletionResult]::new('pnpx', 'pnpx', [CompletionResultType]::ParameterValue, 'Check what pnpx would install, then run it')
            [CompletionResult]::new('pnx', 'pnx', [CompletionResultType]::ParameterValue, 'Check what pnx would install, then run it')
            [CompletionResult]::new('yarn', 'yarn', [CompletionResultType]::ParameterValue, 'Check what yarn would install, then run it')
            [CompletionResult]::new('yarnpkg', 'yarnpkg', [CompletionResultType]::ParameterValue, 'Check what yarnpkg would install, then run it')
            [CompletionResult]::new('bun', 'bun', [CompletionResultType]::ParameterValue, 'Check what bun would install, then run it')
            [CompletionResult]::new('bunx', 'bunx', [CompletionResultType]::ParameterValue, 'Check what bunx would install, then run it')
            [CompletionResult]::new('uv', 'uv', [CompletionResultType]::ParameterValue, 'Check what uv would install, then run it')
            [CompletionResult]::new('uvx', 'uvx', [CompletionResultType]::ParameterValue, 'Check what uvx would install, then run it')
            [CompletionResult]::new('pipx', 'pipx', [CompletionResultType]::ParameterValue, 'Check what pipx would install, then run it')
            [CompletionResult]::new('poetry', 'poetry', [CompletionResultType]::ParameterValue, 'Check what poetry would install, then run it')
            [CompletionResult]::new('pdm', 'pdm', [CompletionResultType]::ParameterValue, 'Check what pdm would install, then run it')
            [CompletionResult]::new('pipenv', 'pipenv', [CompletionResultType]::ParameterValue, 'Check what pipenv would install, then run it')
            [CompletionResult]::new('cargo', 'cargo', [CompletionResultType]::ParameterValue, 'Check what cargo would install, then run it')
            [CompletionResult]::new('python', 'python', [CompletionResultType]::ParameterValue, 'Check what python would install, then run it')
            [CompletionResult]::new('python3', 'python3', [CompletionResultType]::ParameterValue, 'Check what python3 would install, then run it')
            break
        }
        'phantom;check' {
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'The names'' ecosystem: pypi, npm or crates')
            [CompletionResult]::new('--ecosystem', '--ecosystem', [CompletionResultType]::ParameterName, 'The names'' ecosystem: pypi, npm or crates')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;scan' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Judge only what was added or changed since this commit, branch or tag of git; `main...` is where the work left main')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--include-ignored', '--include-ignored', [CompletionResultType]::ParameterName, 'Read also what .gitignore names, and installed, vendored and built folders')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;diff' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'What both files are, where their names do not say it: cargo-lock, package-lock, requirements, ...')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;explain' {
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'The names'' ecosystem: pypi, npm or crates')
            [CompletionResult]::new('--ecosystem', '--ecosystem', [CompletionResultType]::ParameterName, 'The names'' ecosystem: pypi, npm or crates')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;corpus' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Date, counts and sources')
            break
        }
        'phantom;corpus;info' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;advisories' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in OSV documents or a table')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Date, counts, sources, and whether all of it is intact')
            break
        }
        'phantom;advisories;import' {
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'The SHA-256 that the file must have')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--replace', '--replace', [CompletionResultType]::ParameterName, 'Start anew instead of adding to what there is')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;advisories;info' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;config' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Each value, and the flag, variable or line that it comes from')
            break
        }
        'phantom;config;show' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;cache' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Where it lies')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'What it holds')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Forget every answer')
            break
        }
        'phantom;cache;path' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;cache;stats' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;cache;clear' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;shims' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder of the shims, instead of `shims` in Phantom''s folder for data')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Place a shim for each client on PATH, and show the line that the shell''s profile needs')
            [CompletionResult]::new('uninstall', 'uninstall', [CompletionResultType]::ParameterValue, 'Take out what was placed, and the profile''s line')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say for each client whether its shim or the client itself is reached first')
            break
        }
        'phantom;shims;install' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder of the shims, instead of `shims` in Phantom''s folder for data')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Add the line to the shell''s profile')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Place shims for clients that are not on PATH too')
            [CompletionResult]::new('--python', '--python', [CompletionResultType]::ParameterName, 'Place shims for python and python3 too, so that `python -m pip` is covered')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;shims;uninstall' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder of the shims, instead of `shims` in Phantom''s folder for data')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;shims;status' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder of the shims, instead of `shims` in Phantom''s folder for data')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;doctor' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;log' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only decisions of this age or younger: 72h, 2d, 1w')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only the last NUMBER decisions')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--blocked', '--blocked', [CompletionResultType]::ParameterName, 'Only what was stopped, refused or bypassed')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('claude-code', 'claude-code', [CompletionResultType]::ParameterValue, 'Answer Claude Code''s JSON on standard input')
            [CompletionResult]::new('codex', 'codex', [CompletionResultType]::ParameterValue, 'Answer Codex''s JSON on standard input')
            [CompletionResult]::new('gemini', 'gemini', [CompletionResultType]::ParameterValue, 'Answer Gemini CLI''s JSON on standard input')
            [CompletionResult]::new('cursor', 'cursor', [CompletionResultType]::ParameterValue, 'Answer Cursor''s JSON on standard input')
            [CompletionResult]::new('copilot', 'copilot', [CompletionResultType]::ParameterValue, 'Answer GitHub Copilot CLI''s JSON on standard input')
            [CompletionResult]::new('git', 'git', [CompletionResultType]::ParameterValue, 'Check what a commit would add: git''s pre-commit hook')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Put the hook into the settings of an agent or git')
            [CompletionResult]::new('uninstall', 'uninstall', [CompletionResultType]::ParameterValue, 'Take it out again')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say for each agent and git whether the hook is installed')
            break
        }
        'phantom;hook;claude-code' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;codex' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;gemini' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;cursor' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;copilot' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;git' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;install' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The settings of the user, for all projects')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'The settings of the project in this folder [default]')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;uninstall' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The settings of the user, for all projects')
            [CompletionResult]::new('--project', '--project', [CompletionResultType]::ParameterName, 'The settings of the project in this folder [default]')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;hook;status' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;completions' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write all pages into this folder')
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Registry to ask; or ECOSYSTEM=URL [env: PHANTOM_INDEX]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to report: human, json or jsonl [env: PHANTOM_FORMAT] [default: human]')
            [CompletionResult]::new('--block-at', '--block-at', [CompletionResultType]::ParameterName, 'The score from which a name is blocked [env: PHANTOM_BLOCK_AT] [default: 0.60]')
            [CompletionResult]::new('--warn-at', '--warn-at', [CompletionResultType]::ParameterName, 'The score from which a name is warned of [env: PHANTOM_WARN_AT] [default: 0.30]')
            [CompletionResult]::new('--on-unavailable', '--on-unavailable', [CompletionResultType]::ParameterName, 'What to do where nobody could be asked: block, warn, allow [env: PHANTOM_ON_UNAVAILABLE]')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let this name through; may be repeated')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The policy file, instead of the nearest phantom.toml [env: PHANTOM_CONFIG]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Look-ups under way at the same time [env: PHANTOM_CONCURRENCY] [default: 20]')
            [CompletionResult]::new('--chunk', '--chunk', [CompletionResultType]::ParameterName, 'Names taken in at once [env: PHANTOM_CHUNK] [default: 50]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The time for one package''s look-up [env: PHANTOM_TIMEOUT] [default: 5s]')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Hold releases that are younger: 72h, 3d, 1w [env: PHANTOM_MIN_AGE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: auto, always or never')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no registry [env: PHANTOM_OFFLINE]')
            [CompletionResult]::new('--verify-all', '--verify-all', [CompletionResultType]::ParameterName, 'Ask a registry for popular and established names too [env: PHANTOM_VERIFY_ALL]')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Findings and errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Every name, safe ones too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'phantom;pip' {
            break
        }
        'phantom;pip3' {
            break
        }
        'phantom;npm' {
            break
        }
        'phantom;npx' {
            break
        }
        'phantom;pnpm' {
            break
        }
        'phantom;pn' {
            break
        }
        'phantom;pnpx' {
            break
        }
        'phantom;pnx' {
            break
        }
        'phantom;yarn' {
            break
        }
        'phantom;yarnpkg' {
            break
        }
        'phantom;bun' {
            break
        }
        'phantom;bunx' {
            break
        }
        'phantom;uv' {
            break
        }
        'phantom;uvx' {
            break
        }
        'phantom;pipx' {
            break
        }
        'phantom;poetry' {
            break
        }
        'phantom;pdm' {
            break
        }
        'phantom;pipenv' {
            break
        }
        'phantom;cargo' {
            break
        }
        'phantom;python' {
            break
        }
        'phantom;python3' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
