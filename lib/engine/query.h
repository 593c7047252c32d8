/*
 * SPDX-License-Identifier: Apache-2.0
 * Whether an object matches a query. A NULL query matches everything.
 */
#ifndef VMIMAGE_LIB_ENGINE_QUERY_H
#define VMIMAGE_LIB_ENGINE_QUERY_H

#include <stdbool.h>

#include <vmimage/query.h>

#include "model/objects.h"
#include "transport/transport.h"

/* The library that the query names, as it was given; NULL when it names none. */
const char *vmimage__query_library(const vmimage_query *query);

/* What a server may leave out. Borrowed from the query. */
struct vm_wanted vmimage__query_wanted(const vmimage_query *query);

/* The library filter itself is left to the caller, who knows what the name stands for. */
bool vmimage__query_matches_library(const vmimage_query *query, const struct vm_library *library);
bool vmimage__query_matches_item(const vmimage_query *query, const struct vm_item *item);
bool vmimage__query_matches_image(const vmimage_query *query, const struct vm_image *image);
/* Whether an item can have an image that matches: false only when it surely can't. Its condition plays no part. */
bool vmimage__query_may_match(const vmimage_query *query, const struct vm_item *item);

#endif
