# Completes command lines of cdp in bash. Made from the commands themselves.
# To have it always: cdp completion bash > ~/.local/share/bash-completion/completions/cdp
# where bash-completion is installed; else in ~/.bashrc: source <(cdp completion bash)

# Sets options to those of a command: all names, then ":" if a value follows, then "*" if it may be given many times.
_cdp_options() {
    case $1 in
#@ options
    *) options=('-h|--help' '-V|--version') ;;
    esac
}

# Sets what can be the value of an option: words, or what kind of thing it is.
_cdp_values() {
    case "$1 $2" in
#@ values
    esac
}

# Sets what can stand elsewhere: the words of a command so far, and their number.
_cdp_arguments() {
    case "$1 $3" in
#@ arguments
    esac
}

# The names of profiles, read from their file; only such as 'cdp profile add' takes.
_cdp_profiles() {
    local file=${XDG_CONFIG_HOME-}
    [[ $file == /* ]] || file=$HOME/.config
    file=$file/cdp/config.json
    [[ -f $file && -r $file ]] || return 0
    LC_ALL=C awk '
#@ profiles
    ' <"$file" 2>/dev/null
}

# Finds an option by one of its names; sets found to its line.
_cdp_find() {
    local option
    found=
    for option in "${options[@]}"; do
        case "|${option%%:*}|" in
        *"|$1|"*)
            found=$option
            return 0
            ;;
        esac
    done
    return 1
}

# Offers what fits: $1 stands before it in the same argument, $2 is its beginning.
_cdp_offer() {
    local candidate
    for candidate in "${@:3}"; do
        if [[ $candidate == "$2"* ]]; then
            candidate=$1$candidate
            COMPREPLY+=("${candidate#"$before"}")
        fi
    done
}

# Offers files by name: $1 stands before it in the same argument, $2 is its beginning.
_cdp_paths() {
    local path
    while IFS= read -r path; do
        if [[ -d $path ]]; then
            path=$path/
            compopt -o nospace 2>/dev/null
        fi
        case $1$2 in
        \'*) path=${path//\'/\'\\\'\'} ;;
        \"*) path=$(printf %s "$path" | sed 's/["$`\\]/\\&/g; s/!/"\\!"/g') ;;
        *) printf -v path %q "$path" ;;
        esac
        path=$1$path
        COMPREPLY+=("${path#"$before"}")
    done < <(compgen -f -- "${2//\\/}")
}

# Files are left to the shell itself, where it sees that one begins here: it knows best how to quote them.
_cdp_files() {
    if [[ -n $1 && $readline == "$1"* ]] || ! compopt -o default 2>/dev/null; then
        _cdp_paths "$1" "$2"
    fi
}

# A file behind @, at the beginning or behind KEY=. The shell would look for a host of that name.
_cdp_at() {
    if [[ $2 =~ ^([^=]*=)?@ ]]; then
        local head=${BASH_REMATCH[0]}
        _cdp_paths "$1$head" "${2#"$head"}"
    fi
}

_cdp_zones() {
    local zone path
    [[ $2 == *[!A-Za-z0-9/_+-]* ]] && return
    for path in /usr/share/zoneinfo/"$2"*; do
        zone=${path#/usr/share/zoneinfo/}
        if [[ -d $path ]]; then
            zone=$zone/
            compopt -o nospace 2>/dev/null
        fi
        [[ $zone == [A-Z]* ]] && _cdp_offer "$1" "$2" "$zone"
    done
}

# Offers values: $1 stands before it in the same argument, $2 is its beginning.
_cdp_value() {
    case $kind in
    file) _cdp_files "$1" "$2" ;;
    at) _cdp_at "$1" "$2" ;;
    profile) _cdp_offer "$1" "$2" $(_cdp_profiles) ;;
    zone) _cdp_zones "$1" "$2" ;;
    *) _cdp_offer "$1" "$2" $words ;;
    esac
}

_cdp() {
    local IFS=$' \t\n' readline=${2-}
    local line=${COMP_LINE:0:COMP_POINT} all=() gap piece i
    COMPREPLY=()

    # The shell takes words apart at = : and @ too: what stands together on the line belongs together.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${line%%[![:space:]]*}
        line=${line#"$gap"}
        piece=${COMP_WORDS[i]}
        [[ $i -lt $COMP_CWORD ]] || piece=$line
        line=${line#"$piece"}
        if [[ $i -eq 0 || -n $gap ]]; then
            all[${#all[@]}]=$piece
        else
            all[${#all[@]}-1]+=$piece
        fi
    done
    local current=${all[${#all[@]}-1]}
    local before=${current%"$readline"}

    # Where are we: the command is the first word that is no option; values of options are no words.
    local options command= pending= ended= given=' ' first= count=0 found word name
    _cdp_options ''
    for ((i = 1; i < ${#all[@]} - 1; i++)); do
        word=${all[i]}
        if [[ -n $pending ]]; then
            pending=
        elif [[ -z $ended && $word == -- ]]; then
            ended=1
        elif [[ -z $ended && $word == -?* ]]; then
            name=${word%%=*}
            if _cdp_find "$name"; then
                given+="$found "
                [[ $found != *:* || $word == *=* ]] || pending=${found%%:*}
            fi
        elif [[ -z $command ]]; then
            command=$word
            _cdp_options "$command"
        else
            [[ $count -gt 0 ]] || first=$word
            count=$((count + 1))
        fi
    done

    local words= kind=
    if [[ -n $pending ]]; then
        _cdp_values "$command" "${pending##*|}"
        _cdp_value '' "$current"
        return
    elif [[ -z $ended && $current == --*=* ]]; then
        _cdp_find "${current%%=*}" || return
        found=${found%%:*}
        _cdp_values "$command" "${found##*|}"
        _cdp_value "${current%%=*}=" "${current#*=}"
        return
    elif [[ -n $ended || $current != -?* && $current != - ]]; then
        _cdp_arguments "$command" "$first" "$count"
        _cdp_value '' "$current"
        [[ -z $ended && -z $current && -n $command && -z $words$kind ]] || return
    fi
    for word in "${options[@]}"; do
        [[ $given != *" $word "* || $word == *\* ]] || continue
        name=${word%%:*}
        # Short names are for those who ask for them.
        [[ -n $current ]] || name=${name##*|}
        _cdp_offer '' "$current" ${name//|/ }
    done
}

complete -F _cdp cdp
