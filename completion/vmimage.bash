# SPDX-License-Identifier: Apache-2.0
# bash completion for vmimage(1); bash-completion loads it by itself, or source it in ~/.bashrc.

# What the program itself says: the object names and display names of images, items or libraries, one a line. The
# options that say where to look are passed on, so that the names are those of the right registry.
_vmimage_names() {
    local program=${COMP_WORDS[0]} word i
    local -a where=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
        -r | --registry | -n | --namespace | --ca | --fingerprint | --user | --password-file | --context | --kubeconfig)
            # With "=" among the word breaks, --registry=URL comes as three words.
            [[ ${COMP_WORDS[i + 1]} == "=" ]] && ((i++))
            ((i + 1 < COMP_CWORD)) && where+=("$word" "${COMP_WORDS[++i]/#\~/$HOME}")
            ;;
        esac
    done
    "${program/#\~/$HOME}" "${where[@]}" --timeout 2 __names "$1" 2>/dev/null
}

# Fills COMPREPLY with the lines of standard input that begin with $1, as they have to be typed: a name may contain blanks,
# which are escaped unless a quote was opened before it.
_vmimage_match() {
    local line typed=$1 quote=""
    case $typed in
    [\"\']*) quote=${typed:0:1} typed=${typed:1} ;;
    *) typed=${typed//\\/} ;;
    esac
    while IFS= read -r line; do
        [[ $line == "$typed"* ]] || continue
        [[ -n $quote ]] || line=$(printf '%q' "$line")
        COMPREPLY+=("$line")
    done
}

_vmimage_files() {
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do
        [[ -d $line || $line == *.[oO][vV][fFaA] || $line == *.[iI][sS][oO] ]] && COMPREPLY+=("$line")
    done < <(compgen -f -- "$1")
}

_vmimage_any_files() {
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(compgen -f -- "$1")
}

_vmimage_words() {
    local line
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(compgen -W "$1" -- "$2")
}

_vmimage_folders() {
    local line
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(compgen -d -- "$1")
}

# The value of an option; false when the option takes none.
_vmimage_value() {
    case $1 in
    -o | --output) _vmimage_words "table wide json name" "$2" ;;
    -r | --registry) _vmimage_folders "$2" ;;
    --ca | --policy | --kubeconfig | --password-file) _vmimage_any_files "$2" ;;
    --library) _vmimage_match "$2" < <(_vmimage_names libraries) ;;
    --type) _vmimage_words "OVF ISO VM" "$2" ;;
    --name) _vmimage_match "$2" < <(_vmimage_names images) ;;
    -n | --namespace | -l | --selector | --timeout | --context | --fingerprint | --user | --os | --capability | --constraint | --description) ;;
    --check | --file) _vmimage_any_files "$2" ;;
    *) return 1 ;;
    esac
}

_vmimage() {
    local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="id inspect libraries items images get resolve verify versions newest lock watch init add replace rename describe
        remove download export help"
    local options="--registry --namespace --all-namespaces --selector --output --no-headers --timeout --verbose
        --ca --fingerprint --insecure --user --password-file --context --kubeconfig
        --ovf-capabilities --no-progress --version --help"
    local command="" i
    COMPREPLY=()

    # --output=FORMAT comes as the words "--output" "=" "FORMAT".
    if [[ $cur == "=" ]]; then
        cur=""
    elif [[ $previous == "=" ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    _vmimage_value "$previous" "$cur" && return

    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -r | --registry | -n | --namespace | -l | --selector | -o | --output | --timeout | --library | --name | --type | --os | --capability | --context | --kubeconfig | --ca | --fingerprint | --user | --password-file | --policy | --constraint | --check | --file | --description)
            [[ ${COMP_WORDS[i + 1]} == "=" ]] && ((i++))
            ((i++))
            ;;
        -*) ;;
        *)
            command=${COMP_WORDS[i]}
            break
            ;;
        esac
    done

    if [[ $cur == -* ]]; then
        case $command in
        items) options+=" --library --name --type --ready --not-ready" ;;
        verify) options+=" --ca --policy --require-manifest --require-signature --strict" ;;
        init) options+=" --name --description" ;;
        add) options+=" --name --description --manifest" ;;
        replace) options+=" --manifest" ;;
        download) options+=" --replace --resume" ;;
        export) options+=" --library --name --type --remove" ;;
        images | watch) options+=" --library --name --type --os --capability --ready --not-ready" ;;
        versions) options+=" --library --type --os --capability" ;;
        newest) options+=" --library --type --os --capability --constraint" ;;
        lock) options+=" --check --file" ;;
        esac
        _vmimage_words "$options" "$cur"
        return
    fi
    case $command in
    "") _vmimage_words "$commands" "$cur" ;;
    help) _vmimage_words "${commands% help}" "$cur" ;;
    inspect | add) _vmimage_files "$cur" ;;
    rename | describe | remove) _vmimage_match "$cur" < <(_vmimage_names items) ;;
    download)
        if [[ $previous == download ]]; then
            _vmimage_match "$cur" < <(_vmimage_names items)
        else
            _vmimage_folders "$cur"
        fi
        ;;
    export) _vmimage_folders "$cur" ;;
    replace)
        if [[ $previous == replace ]]; then
            _vmimage_match "$cur" < <(_vmimage_names items)
        else
            _vmimage_files "$cur"
        fi
        ;;
    items) _vmimage_match "$cur" < <(_vmimage_names libraries) ;;
    watch) _vmimage_words "libraries items images" "$cur" ;;
    verify)
        _vmimage_files "$cur"
        [[ $cur == */* ]] || _vmimage_match "$cur" < <(_vmimage_names items)
        ;;
    versions | newest) _vmimage_match "$cur" < <(_vmimage_names families) ;;
    get | resolve | lock) _vmimage_match "$cur" < <(_vmimage_names images) ;;
    esac
}

complete -F _vmimage vmimage
