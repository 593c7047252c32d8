/*
 * SPDX-License-Identifier: Apache-2.0
 * Tables: cells are texts; what is shown, and how much of it, depends on the width of the terminal.
 */
#ifndef VMIMAGE_CLI_TABLE_H
#define VMIMAGE_CLI_TABLE_H

#include "cli.h"

struct cli_column {
    const char *title;
    const char *short_title; /* for a narrow terminal; NULL: the same */
    size_t least;            /* may be cut to this width on a narrow terminal; 0: never cut */
    int leave;               /* leaves a narrow terminal; the highest first; 0: stays */
    bool wide_only;
    bool namespaces_only;
};

struct cli_table {
    const struct cli_column *columns;
    size_t column_count;
    char **cells; /* rows of column_count, printable */
    size_t cell_count;
    size_t indent;
    bool wide;
    bool namespaces;
    bool no_headers;
    bool uncut; /* also on a terminal */
};

/* The cell after the last one; NULL is an empty cell. */
void cli_table_add(struct cli_table *table, const char *text);
/* The same with a text that is given away. */
void cli_table_add_made(struct cli_table *table, char *text);
void cli_table_print(const struct cli_table *table);
void cli_table_clear(struct cli_table *table);

#endif
