# Completes command lines of cdp in fish. Made from the commands themselves.
# To have it: cdp completion fish > ~/.config/fish/completions/cdp.fish

# The words before the cursor that are neither options nor their values: the command, and what follows it.
function __cdp_words
    set -l words (commandline -opc)
    set -e words[1]
    set -l pending 0
    set -l ended 0
    for word in $words
        if test $pending = 1
            set pending 0
        else if test $ended = 1
            printf '%s\n' $word
        else if test "$word" = --
            set ended 1
        else if contains -- "$word" \
                --user-id --anonymous-id -t --trait --traits -c --context -i --integration --timestamp --message-id --payload --api-key --api-key-file --api-key-command --region --api-url --profile --timeout --connect-timeout --max-retries --proxy --cacert --color --group-id -p --property --properties --category --object-type-id --previous-id --type --format --delimiter --columns --encoding --flush-interval --timezone --timestamp-format --timestamp-default --since --until --map --set --rename --drop --types --empty --null --preview -o --output --order --concurrency --rate --max-rps --shard --max-outage --journal --rejects --max-errors --report --progress --port --key --fail --latency --record
            set pending 1
        else if not string match -q -- '-?*' "$word"
            printf '%s\n' $word
        end
    end
end

# Whether the command is one of these.
function __cdp_is
    set -l words (__cdp_words)
    test -n "$words[1]"; and contains -- $words[1] $argv
end

# Whether the next word is the one so many places behind the command, and that one is (if others are named) after one of these.
function __cdp_at_place
    set -l words (__cdp_words)
    test (count $words) -eq (math $argv[1] + 1); or return 1
    test (count $argv) -eq 1; or contains -- $words[2] $argv[2..-1]
end

# The names of profiles, read from their file; only such as 'cdp profile add' takes.
function __cdp_profiles
    set -l folder $HOME/.config
    string match -q -- '/*' "$XDG_CONFIG_HOME"; and set folder $XDG_CONFIG_HOME
    set -l file $folder/cdp/config.json
    test -f "$file" -a -r "$file"; or return
    LC_ALL=C awk '
        { text = text $0 "\\n" }
        END {
            while (match(text, /"([^"\\\\]|\\\\.)*"|[][{}:]/)) {
                token = substr(text, RSTART, RLENGTH)
                text = substr(text, RSTART + RLENGTH)
                if (token ~ /^[[{]/) depth++
                else if (token ~ /^[]}]/) depth--
                else if (token != ":") last = token
                else if (depth == 1) member = last
                else if (depth == 2 && member == "\\"profiles\\"" && last ~ /^"[A-Za-z0-9._][A-Za-z0-9._-]*"$/)
                    print substr(last, 2, length(last) - 2)
            }
        }
    ' <$file 2>/dev/null
end

function __cdp_zones
    set -l zones /usr/share/zoneinfo/{Africa,America,Antarctica,Arctic,Asia,Atlantic,Australia,Europe,Indian,Pacific}/**
    echo UTC
    string replace -- /usr/share/zoneinfo/ '' $zones
end

# A file behind @, at the beginning or behind KEY=.
function __cdp_at
    set -l token (string replace -r -- '^--[a-z-]+=' '' (commandline -ct))
    set -l before (string match -r -- '^(?:[^=]*=)?@' $token); or return
    set -l path (string sub -s (math (string length -- $before) + 1) -- $token)
    for found in (__fish_complete_path "$path")
        printf '%s%s\n' $before $found
    end
end

complete -c cdp -f
complete -c cdp -n 'not __cdp_words | string length -q' -s h -l help -d 'Print this help'
complete -c cdp -n 'not __cdp_words | string length -q' -s V -l version -d 'Print the version'
complete -c cdp -n 'not __cdp_words | string length -q' -a identify -d 'Say who a person is, with their traits'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a identify -d 'Say who a person is, with their traits'
complete -c cdp -n 'not __cdp_words | string length -q' -a track -d 'Say what a person did'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a track -d 'Say what a person did'
complete -c cdp -n 'not __cdp_words | string length -q' -a page -d 'Say which page a person saw'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a page -d 'Say which page a person saw'
complete -c cdp -n 'not __cdp_words | string length -q' -a screen -d 'Say which screen of an app a person saw'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a screen -d 'Say which screen of an app a person saw'
complete -c cdp -n 'not __cdp_words | string length -q' -a group -d 'Say which group a person belongs to'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a group -d 'Say which group a person belongs to'
complete -c cdp -n 'not __cdp_words | string length -q' -a alias -d 'Say that two ids are one person'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a alias -d 'Say that two ids are one person'
complete -c cdp -n 'not __cdp_words | string length -q' -a backfill -d 'Send history from CSV or NDJSON files'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a backfill -d 'Send history from CSV or NDJSON files'
complete -c cdp -n 'not __cdp_words | string length -q' -a test-connection -d 'Check key, region and network'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a test-connection -d 'Check key, region and network'
complete -c cdp -n 'not __cdp_words | string length -q' -a sandbox -d 'Run a local Pipelines API to try things on'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a sandbox -d 'Run a local Pipelines API to try things on'
complete -c cdp -n 'not __cdp_words | string length -q' -a profile -d 'Keep keys and regions by name'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a profile -d 'Keep keys and regions by name'
complete -c cdp -n 'not __cdp_words | string length -q' -a completion -d 'Print what completes command lines in a shell'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a completion -d 'Print what completes command lines in a shell'
complete -c cdp -n 'not __cdp_words | string length -q' -a help -d 'Help on a command or a topic'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a help -d 'Help on a command or a topic'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a csv -d 'Columns of tables, and how they become calls'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a presets -d 'Exports of other tools, and how to send them'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a timestamps -d 'Times that are understood, and what becomes of them'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a rejects -d 'The file of records that were not sent, and its codes'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a warnings -d 'What is warned of, in records that are sent all the same'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a receipt -d 'What --report writes'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a environment -d 'Variables that count, and in which order'
complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a exit-codes -d 'What a script can tell from the exit code'
complete -c cdp -n '__cdp_is completion; and __cdp_at_place 0' -a 'bash zsh fish'
complete -c cdp -n '__cdp_is profile; and __cdp_at_place 0' -a 'add list show use remove'
complete -c cdp -n '__cdp_is profile; and __cdp_at_place 1 show use remove' -a '(__cdp_profiles)'
complete -c cdp -n '__cdp_is backfill' -F
complete -c cdp -n '__cdp_is identify track page screen group alias' -l user-id -x -d 'Who: the person\'s id'
complete -c cdp -n '__cdp_is identify track page screen group alias' -l anonymous-id -x -d 'Who, as long as they are not known'
complete -c cdp -n '__cdp_is identify group' -s t -l trait -x -a '(__cdp_at)' -d 'A trait: plan=pro, age:=31, tags[]=vip, bio=@FILE'
complete -c cdp -n '__cdp_is identify group' -l traits -x -a '(__cdp_at)' -d 'All traits as one object'
complete -c cdp -n '__cdp_is identify track page screen group alias' -s c -l context -x -d 'A context field: device.type=ios'
complete -c cdp -n '__cdp_is identify track page screen group alias' -s i -l integration -x -d 'Send to a destination or not'
complete -c cdp -n '__cdp_is identify track page screen group alias' -l timestamp -x -d 'When (default: now): 2024-03-01T10:00:00Z'
complete -c cdp -n '__cdp_is identify track page screen group alias' -l message-id -x -d 'Id against duplicates (default: a new one)'
complete -c cdp -n '__cdp_is identify track page screen group alias' -l payload -x -a '(__cdp_at)' -d 'The whole call; options are put on top of it'
complete -c cdp -n '__cdp_is identify track page screen group alias' -s n -l dry-run -d 'Print the request, send nothing; needs no key'
complete -c cdp -n '__cdp_is identify track page screen group alias' -l curl -d 'With --dry-run: as a curl command, with CDP_API_KEY'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l api-key -x -d 'The source\'s API key'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l api-key-file -r -F -d 'Read the key from a file'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l api-key-command -x -d 'Run a command that prints the key'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l region -x -a 'us eu' -d 'Where the workspace lives (default: us)'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection profile' -l api-url -x -d 'Another address than the region\'s'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l profile -x -a '(__cdp_profiles)' -d 'Key and region by name, see \'cdp profile\''
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l sandbox -d 'Send to a sandbox of its own: no account needed'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l timeout -x -d 'Longest wait for one answer (default: 30s)'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l connect-timeout -x -d 'Longest wait for a connection (default: 10s)'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l max-retries -x -d 'Attempts after the first on temporary failures'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l proxy -x -a 'none' -d 'HTTP proxy, or \'none\' (default: HTTPS_PROXY, NO_PROXY)'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l cacert -r -F -d 'Trust only the authorities in this PEM file (default: SSL_CERT_FILE)'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection' -l insecure-http -d 'Plain http to other machines: the network sees the key'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection sandbox profile completion help' -l json -d 'Print results, and errors on stderr, as JSON'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection sandbox profile completion help' -s q -l quiet -d 'Print nothing but errors'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection sandbox profile completion help' -s v -l verbose -d 'Show requests, answers, and where settings come from'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection sandbox profile completion help' -l color -x -a 'auto always never' -d 'Colour: auto, always or never (default: auto)'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection sandbox profile completion help' -s h -l help -d 'Print help'
complete -c cdp -n '__cdp_is identify track page screen group alias backfill test-connection sandbox profile completion' -l help-all -d 'Print help on all options'
complete -c cdp -n '__cdp_is track' -l group-id -x -d 'The group it happened to'
complete -c cdp -n '__cdp_is track page screen' -s p -l property -x -a '(__cdp_at)' -d 'A property: sku=A1, total:=9.95, tags[]=x, note=@FILE'
complete -c cdp -n '__cdp_is track page screen' -l properties -x -a '(__cdp_at)' -d 'All properties as one object'
complete -c cdp -n '__cdp_is page' -l category -x -d 'Category (better: -p category=NAME)'
complete -c cdp -n '__cdp_is group' -l object-type-id -x -d 'Type of the object (the service\'s default: 1)'
complete -c cdp -n '__cdp_is alias' -l previous-id -x -d 'The id known so far'
complete -c cdp -n '__cdp_is backfill' -l type -x -a 'identify track page screen group alias' -d 'The call, for records that name none'
complete -c cdp -n '__cdp_is backfill' -l format -x -a 'ndjson json csv' -d 'Format (default: by content)'
complete -c cdp -n '__cdp_is backfill' -l delimiter -x -a 'tab' -d 'Between cells of CSV, or \'tab\' (default: by content)'
complete -c cdp -n '__cdp_is backfill' -l no-header -d 'CSV without a header; give --columns'
complete -c cdp -n '__cdp_is backfill' -l columns -x -d 'Their names, with --no-header'
complete -c cdp -n '__cdp_is backfill' -l encoding -x -a 'UTF-8 UTF-16LE UTF-16BE ISO-8859-1 windows-1252' -d 'What text is written in: windows-1252, UTF-16LE, … (default: UTF-8, or told by a mark)'
complete -c cdp -n '__cdp_is backfill' -l flush-interval -x -d 'When a batch goes that is not full (default: 1s)'
complete -c cdp -n '__cdp_is backfill' -l timezone -x -a '(__cdp_zones)' -d 'Zone of times that name none: Europe/Rome'
complete -c cdp -n '__cdp_is backfill' -l timestamp-format -x -a 'iso s ms us ns' -d 'iso, s, ms, us, ns or a pattern: \'dd/MM/yyyy HH:mm\' (default: any of \'cdp help timestamps\')'
complete -c cdp -n '__cdp_is backfill' -l timestamp-default -x -a 'now' -d 'Time of records without one (default: rejected)'
complete -c cdp -n '__cdp_is backfill' -l since -x -d 'Leave out records before this time'
complete -c cdp -n '__cdp_is backfill' -l until -x -d 'Leave out records of this time and later'
complete -c cdp -n '__cdp_is backfill' -l suggest-mapping -d 'Print a mapping drawn up from the first rows, and end'
complete -c cdp -n '__cdp_is backfill' -l map -r -F -d 'A mapping as JSON; options count for more than it'
complete -c cdp -n '__cdp_is backfill' -l set -x -a '(__cdp_at)' -d 'The same for every call: event=Login, traits.n:=1'
complete -c cdp -n '__cdp_is backfill' -l rename -x -d 'Take a column for another: \'Customer ID=userId\''
complete -c cdp -n '__cdp_is backfill' -l drop -x -d 'Leave a column out'
complete -c cdp -n '__cdp_is backfill' -l types -x -d 'number, bool, date(dd/MM/yyyy), list(|), json, text'
complete -c cdp -n '__cdp_is backfill' -l infer -d 'Find columns of numbers and true/false in the first 1000 rows'
complete -c cdp -n '__cdp_is backfill' -l empty -x -a 'keep null' -d 'What empty cells become (default: left out)'
complete -c cdp -n '__cdp_is backfill' -l null -x -d 'A cell that stands for nothing, such as \'\\N\''
complete -c cdp -n '__cdp_is backfill' -l nest-dots -d 'Dots in names of properties and traits nest'
complete -c cdp -n '__cdp_is backfill' -l message-id -x -a 'position content random keep' -d 'position, content, random, keep or column:NAME (default: position)'
complete -c cdp -n '__cdp_is backfill' -l allow-triggers -d 'Send the last 72 hours too: can trigger campaigns'
complete -c cdp -n '__cdp_is backfill' -l allow-destructive -d 'Send events that delete or suppress people, objects'
complete -c cdp -n '__cdp_is backfill' -l allow-future -d 'Send records that lie in the future'
complete -c cdp -n '__cdp_is backfill' -l check -d 'Read all, send nothing, tell what is in it (no key)'
complete -c cdp -n '__cdp_is backfill' -l preview -x -d 'Print the first N records as they would be sent'
complete -c cdp -n '__cdp_is backfill' -s n -l dry-run -d 'Print all of them, as NDJSON; send nothing'
complete -c cdp -n '__cdp_is backfill' -s o -l output -r -F -d 'With --dry-run: write them to a new file'
complete -c cdp -n '__cdp_is backfill' -l order -x -a 'user file none' -d 'What arrives in file order (default: each user\'s records)'
complete -c cdp -n '__cdp_is backfill' -l concurrency -x -d 'Requests at a time (default: up to 16, by size)'
complete -c cdp -n '__cdp_is backfill' -l rate -x -d 'Records a second at most, resent ones too: 500/s'
complete -c cdp -n '__cdp_is backfill' -l max-rps -x -d 'Requests a second at most (default: 500)'
complete -c cdp -n '__cdp_is backfill' -l shard -x -d 'Take the I-th of N parts, from 0'
complete -c cdp -n '__cdp_is backfill' -l max-outage -x -d 'Ride out failures as long as this (default: 10m)'
complete -c cdp -n '__cdp_is backfill' -l journal -r -F -d 'Keep what is settled here (default: under ~/.local/state/cdp)'
complete -c cdp -n '__cdp_is backfill' -l no-journal -d 'Keep nothing: the next run sends everything again'
complete -c cdp -n '__cdp_is backfill' -l restart -d 'Forget earlier runs of this input; send all of it'
complete -c cdp -n '__cdp_is backfill' -l rejects -r -F -d 'Records not sent (default: INPUT.rejects.ndjson)'
complete -c cdp -n '__cdp_is backfill' -l max-errors -x -d 'Stop at so many rejects; a share counts from 100 records on (default: 1000 in a row with nothing accepted)'
complete -c cdp -n '__cdp_is backfill' -l fail-if-empty -d 'Exit with 8 when there is no record'
complete -c cdp -n '__cdp_is backfill' -l report -r -F -d 'Write a receipt: a page (.html), or JSON'
complete -c cdp -n '__cdp_is backfill' -l progress -x -a 'auto bar plain json none' -d 'auto, bar, plain, json or none (default: auto)'
complete -c cdp -n '__cdp_is test-connection' -l no-send -d 'Send no event, only an empty call that is refused'
complete -c cdp -n '__cdp_is test-connection' -l detect-region -d 'Ask both regions which accepts the key; no event'
complete -c cdp -n '__cdp_is sandbox' -l port -x -d 'Port on 127.0.0.1; 0 for any (default: 8787)'
complete -c cdp -n '__cdp_is sandbox' -l key -x -d 'The API key it accepts (default: sandbox)'
complete -c cdp -n '__cdp_is sandbox' -l permissive -d 'Answer 200 to everything, as the service does without strict mode'
complete -c cdp -n '__cdp_is sandbox' -l fail -x -d 'Make up failures: status:503,rate:0.1 and every:5, times:3, retry-after:2'
complete -c cdp -n '__cdp_is sandbox' -l latency -x -d 'Take so long for each answer: 50ms'
complete -c cdp -n '__cdp_is sandbox' -l record -r -F -d 'Append each accepted call to a file, as NDJSON'
complete -c cdp -n '__cdp_is profile' -l api-key-file -r -F -d 'Read the key from a file, now'
complete -c cdp -n '__cdp_is profile' -l api-key-command -x -d 'Keep no key but a command that prints it, run at each use'
complete -c cdp -n '__cdp_is profile' -l region -x -a 'us eu' -d 'Where the workspace lives'
complete -c cdp -n '__cdp_is profile' -l insecure-http -d 'Accept plain http to another machine as the address'
complete -c cdp -n '__cdp_is profile' -l replace -d 'Replace a profile of the same name'
complete -c cdp -n '__cdp_is help' -l all -d 'With a COMMAND: all its options'
