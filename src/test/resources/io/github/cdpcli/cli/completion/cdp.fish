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
#@ valued
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
#@ profiles
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
#@ options
