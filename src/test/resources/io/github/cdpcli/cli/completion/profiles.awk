{ text = text $0 "\n" }
END {
    while (match(text, /"([^"\\]|\\.)*"|[][{}:]/)) {
        token = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        if (token ~ /^[[{]/) depth++
        else if (token ~ /^[]}]/) depth--
        else if (token != ":") last = token
        else if (depth == 1) member = last
        else if (depth == 2 && member == "\"profiles\"" && last ~ /^"[A-Za-z0-9._][A-Za-z0-9._-]*"$/)
            print substr(last, 2, length(last) - 2)
    }
}
