/*
 * SPDX-License-Identifier: Apache-2.0
 * Lays a table out. On a terminal that is too narrow, in this order: empty columns go, titles get shorter, long cells are
 * cut, and columns leave, the least important first. Away from a terminal nothing is cut.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 24

struct layout {
    const struct cli_table *table;
    bool shown[MAX_COLUMNS];
    size_t width[MAX_COLUMNS];
    size_t gap;
    bool short_titles;
};

void cli_table_add_made(struct cli_table *table, char *text)
{
    cli_table_add(table, text);
    free(text);
}

void cli_table_add(struct cli_table *table, const char *text)
{
    if ((table->cell_count & (table->cell_count + 1)) == 0)
        table->cells = cli_grow(table->cells, table->cell_count * 2 + 2, sizeof(*table->cells));
    table->cells[table->cell_count++] = cli_printable(text != NULL ? text : "");
}

void cli_table_clear(struct cli_table *table)
{
    for (size_t i = 0; i < table->cell_count; i++)
        free(table->cells[i]);
    free(table->cells);
    table->cells = NULL;
    table->cell_count = 0;
}

static const char *title_of(const struct layout *layout, size_t column)
{
    const struct cli_column *it = &layout->table->columns[column];

    return layout->short_titles && it->short_title != NULL ? it->short_title : it->title;
}

/* Widest cell of a column, without the title. */
static size_t content_width(const struct cli_table *table, size_t column)
{
    size_t widest = 0;

    for (size_t i = column; i < table->cell_count; i += table->column_count) {
        size_t width = cli_width(table->cells[i]);

        widest = width > widest ? width : widest;
    }
    return widest;
}

static void measure(struct layout *layout, const size_t *content)
{
    for (size_t c = 0; c < layout->table->column_count; c++) {
        size_t title = layout->table->no_headers ? 0 : cli_width(title_of(layout, c));

        layout->width[c] = title > content[c] ? title : content[c];
    }
}

static size_t total_width(const struct layout *layout)
{
    size_t total = layout->table->indent;
    size_t count = 0;

    for (size_t c = 0; c < layout->table->column_count; c++) {
        if (layout->shown[c])
            total += layout->width[c] + (count++ > 0 ? layout->gap : 0);
    }
    return total;
}

/* Cuts the widest of the columns that may be cut, again and again; false when there is nothing left to cut. */
static bool shrink(struct layout *layout, size_t available)
{
    while (total_width(layout) > available) {
        size_t widest = MAX_COLUMNS;

        for (size_t c = 0; c < layout->table->column_count; c++) {
            size_t least = layout->table->columns[c].least;

            if (layout->shown[c] && least > 0 && layout->width[c] > least &&
                (widest == MAX_COLUMNS || layout->width[c] > layout->width[widest]))
                widest = c;
        }
        if (widest == MAX_COLUMNS)
            return false;
        layout->width[widest]--;
    }
    return true;
}

static bool drop_one(struct layout *layout)
{
    size_t victim = MAX_COLUMNS;
    int leave = 0;

    for (size_t c = 0; c < layout->table->column_count; c++) {
        if (layout->shown[c] && layout->table->columns[c].leave > leave) {
            leave = layout->table->columns[c].leave;
            victim = c;
        }
    }
    if (victim == MAX_COLUMNS)
        return false;
    layout->shown[victim] = false;
    return true;
}

static void fit(struct layout *layout, const size_t *content, size_t available)
{
    for (size_t c = 0; c < layout->table->column_count; c++) {
        if (content[c] == 0 && layout->table->columns[c].leave > 0)
            layout->shown[c] = false;
    }
    measure(layout, content);
    if (total_width(layout) <= available)
        return;
    layout->gap = 2;
    layout->short_titles = true;
    do {
        measure(layout, content);
    } while (!shrink(layout, available) && drop_one(layout));
}

static void put_cell(const struct layout *layout, size_t column, const char *text, bool last)
{
    size_t room = layout->width[column];
    size_t width = cli_width(text);

    if (width <= room) {
        cli_put(text);
    } else {
        size_t bytes = cli_fitting_bytes(text, room - 1, &width);

        cli_put_bytes(text, bytes);
        cli_put("\xe2\x80\xa6");
        width++;
    }
    if (!last)
        cli_put_repeated(' ', room - width + layout->gap);
}

/* @cells NULL: the titles. */
static void put_row(const struct layout *layout, char *const *cells)
{
    size_t last = 0;

    for (size_t c = 0; c < layout->table->column_count; c++) {
        if (layout->shown[c] && *(cells != NULL ? cells[c] : title_of(layout, c)) != '\0')
            last = c;
    }
    cli_put_repeated(' ', layout->table->indent);
    for (size_t c = 0; c <= last; c++) {
        if (layout->shown[c])
            put_cell(layout, c, cells != NULL ? cells[c] : title_of(layout, c), c == last);
    }
    cli_put("\n");
}

void cli_table_print(const struct cli_table *table)
{
    struct layout layout = {.table = table, .gap = 3};
    size_t content[MAX_COLUMNS] = {0};
    size_t available = table->uncut ? 0 : cli_output_width();

    for (size_t c = 0; c < table->column_count; c++) {
        layout.shown[c] =
            (table->wide || !table->columns[c].wide_only) && (table->namespaces || !table->columns[c].namespaces_only);
        content[c] = content_width(table, c);
    }
    measure(&layout, content);
    if (available > 0 && total_width(&layout) > available)
        fit(&layout, content, available);
    if (!table->no_headers)
        put_row(&layout, NULL);
    for (size_t i = 0; i < table->cell_count; i += table->column_count)
        put_row(&layout, table->cells + i);
}
