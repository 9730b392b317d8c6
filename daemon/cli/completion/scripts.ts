export type Shell = 'bash' | 'zsh' | 'fish';
export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/**
 * Each script asks the command itself what may follow, so that it never goes stale. In bash, `=` and `:` break words:
 * the words are put together again, and what bash holds to be done already is cut from the answers.
 */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_nightdesk() {
  local cur line
  line="\${COMP_LINE:0:COMP_POINT}"
  cur="\${line##* }"
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" __complete -- "$line" 2>/dev/null))
  if [[ "$cur" == *[=:]* ]]; then
    local done="\${cur%"\${cur##*[=:]}"}"
    COMPREPLY=("\${COMPREPLY[@]#"$done"}")
  fi
  [[ "\${#COMPREPLY[@]}" -eq 1 && "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  [[ "\${#COMPREPLY[@]}" -eq 0 ]] && compopt -o default
}
complete -F _nightdesk nightdesk`,
  zsh: `#compdef nightdesk
_nightdesk() {
  local -a found
  found=("\${(@f)$(\${words[1]} __complete -- "\${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    compadd -S '' -a found
  else
    _files
  fi
}
compdef _nightdesk nightdesk`,
  fish: `complete -c nightdesk -f -a '(nightdesk __complete -- (commandline -cp) 2>/dev/null)'
complete -c nightdesk -n '__fish_seen_subcommand_from replay validate diagnostics' -F`,
};

/** How to switch completion on for good. */
const SETUP: Readonly<Record<Shell, string>> = {
  bash: "echo 'source <(nightdesk completion bash)' >> ~/.bashrc",
  zsh: "echo 'source <(nightdesk completion zsh)' >> ~/.zshrc",
  fish: 'nightdesk completion fish > ~/.config/fish/completions/nightdesk.fish',
};

export const completionScript = (shell: Shell): string => `# Completion of nightdesk for ${shell}. To keep it:\n#   ${SETUP[shell]}\n${SCRIPTS[shell]}`;
