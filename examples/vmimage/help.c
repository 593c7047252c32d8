/*
 * SPDX-License-Identifier: Apache-2.0
 * Help and version, on standard output because they were asked for.
 */
#include "cli.h"

#include <string.h>

static void put_options(uint32_t commands, bool global)
{
    struct cli_option_help option;

    for (size_t i = 0; cli_option_help_at(i, commands, global, &option); i++) {
        CLI_TEXT letter = option.letter != 0 ? cli_text("-%c, ", option.letter) : cli_copy("    ");
        CLI_TEXT left = cli_text("  %s--%s%s%s", letter, option.name, option.argument != NULL ? " " : "",
                                 option.argument != NULL ? option.argument : "");
        CLI_TEXT line = cli_text("%-27s %s\n", left, option.text);

        cli_put(line);
    }
}

static void put_general_help(void)
{
    cli_put("Usage: vmimage [OPTION...] COMMAND [ARGUMENT...]\n"
            "\n"
            "Works with libraries of virtual machine images: OVF, OVA and ISO files as images of\n"
            "the VM Operator model.\n"
            "\n"
            "Commands:\n");
    for (const struct cli_command *command = cli_commands; command->name != NULL; command++) {
        CLI_TEXT left = cli_text("%s %s", command->name, command->arguments);
        CLI_TEXT line = cli_text("  %-20s %s\n", left, command->summary);

        if (!command->hidden)
            cli_put(line);
    }
    cli_put("\nOptions, before or after the command:\n");
    put_options(CLI_IN_ALL, true);
    cli_put("\n"
            "The registry is that of -r, else of $VMIMAGE_REGISTRY, else the current directory.\n"
            "Exit status: 0 done; 1 the answer is no (not found, ambiguous); 2 usage;\n"
            "3 not reachable or not allowed; 4 any other failure.\n"
            "'vmimage COMMAND -h' tells more about a command, vmimage(1) about all of them.\n");
}

void cli_print_help(const struct cli_command *command)
{
    struct cli_option_help unused;
    CLI_TEXT usage = NULL;

    if (command == NULL) {
        put_general_help();
        return;
    }
    usage = cli_text("Usage: vmimage %s%s%s [OPTION...]\n\n", command->name, *command->arguments != '\0' ? " " : "",
                     command->arguments);
    cli_put(usage);
    cli_put(command->help);
    if (cli_option_help_at(0, command->bit, false, &unused)) {
        cli_put("\nOptions:\n");
        put_options(command->bit, false);
    }
    cli_put("\nGlobal options, see 'vmimage -h':\n"
            "  -r URL, -n NS, -A, -l EXPR, -o FORMAT, --no-headers, --timeout SECONDS, -v, -h\n");
}

void cli_print_version(void)
{
    CLI_TEXT line = cli_text("vmimage %s (libvmimage %s)\n", VMIMAGE_VERSION_STRING, vmimage_version_string());

    cli_put(line);
}
