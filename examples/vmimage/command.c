/*
 * SPDX-License-Identifier: Apache-2.0
 * The table of commands and the text of each one's help.
 */
#include "cli.h"

#include <stdint.h>
#include <string.h>

const struct cli_command cli_commands[] = {
    {.name = "id",
     .arguments = "UUID...",
     .summary = "print the VMI ID of library items",
     .help = "Prints the VMI ID that the library item with each UUID gets, one a line.\n"
             "A malformed UUID is reported and does not keep the others from being printed.\n"
             "\n"
             "  vmimage id e1968c25-dd84-4506-8dc7-9beacb6b688e\n",
     .min_arguments = 1,
     .max_arguments = SIZE_MAX,
     .bit = CLI_IN_ID,
     .run = cli_run_id},
    {.name = "inspect",
     .arguments = "FILE...",
     .summary = "show the image that an .ovf, .ova or .iso file gives",
     .help = "Reads files, not a registry: each is described as the image that it would become,\n"
             "a .vmdk as the disk that it is.\n"
             "A file that can't be read is reported and does not hide the others.\n"
             "With -o json one file gives a VirtualMachineImage, several give a List.\n"
             "\n"
             "  vmimage inspect photon.ova\n"
             "  vmimage inspect -o json photon.ova | jq .status.disks\n"
             "  vmimage inspect -o table *.ova *.iso\n",
     .min_arguments = 1,
     .max_arguments = SIZE_MAX,
     .bit = CLI_IN_INSPECT,
     .run = cli_run_inspect},
    {.name = "libraries",
     .arguments = "",
     .summary = "list the content libraries",
     .help = "Lists the content libraries of the registry. A folder is one library.\n"
             "\n"
             "  vmimage libraries -r /srv/images\n",
     .bit = CLI_IN_LIBRARIES,
     .run = cli_run_libraries},
    {.name = "items",
     .arguments = "[LIBRARY]",
     .summary = "list the library items",
     .help = "Lists the items of all libraries, or of one given by ID, name or display name.\n"
             "A broken item is listed with READY False, and the reason goes to standard error;\n"
             "with -o wide it is a column.\n"
             "\n"
             "  vmimage items -r /srv/images --type iso\n",
     .max_arguments = 1,
     .bit = CLI_IN_ITEMS,
     .run = cli_run_items},
    {.name = "images",
     .arguments = "",
     .summary = "list the images",
     .help = "Lists the images. One that is not ready is listed with READY False, and the reason\n"
             "goes to standard error; with -o wide it is a column.\n"
             "\n"
             "  vmimage images -r /srv/images\n"
             "  vmimage images --os ubuntu64Guest --ready -o name\n"
             "  vmimage images -o json | jq -r '.items[].status.name'\n",
     .bit = CLI_IN_IMAGES,
     .run = cli_run_images},
    {.name = "get",
     .arguments = "NAME",
     .summary = "show one image",
     .help = "Shows one image by VMI ID or display name.\n"
             "When the display name stands for several images they are listed on standard error\n"
             "and the exit status is 1.\n"
             "\n"
             "  vmimage get vmi-0a0044d7c690bcbea\n"
             "  vmimage get photon-5 -o json\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_GET,
     .run = cli_run_get},
    {.name = "resolve",
     .arguments = "NAME",
     .summary = "turn a name into exactly one image",
     .help = "Prints KIND/NAME of the image that a VM with this image name would get, by the rules\n"
             "of VM Operator: a name that begins with 'vmi-' is a VMI ID, any other a display name.\n"
             "When several images have the display name, all are listed on standard error and the\n"
             "exit status is 1.\n"
             "\n"
             "  vmimage resolve photon-5 -n my-namespace\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_RESOLVE,
     .run = cli_run_resolve},
    {.name = "verify",
     .arguments = "ITEM|FILE",
     .summary = "compare a package with its manifest and signature",
     .help = "Compares every file of an .ovf with the files beside it, of an .ova, or of an item of the\n"
             "registry with the manifest (.mf), and checks the signature (.cert) of the manifest.\n"
             "A package without a manifest is 'unchecked', which is no failure unless one is required.\n"
             "With --ca a signature must lead to one of the certificates in the file.\n"
             "With --policy each rule of the file (see vmimage-policy(7)) gets a verdict, too.\n"
             "The exit status is 0 when nothing is wrong, 1 when something is.\n"
             "\n"
             "  vmimage verify photon.ova\n"
             "  vmimage verify photon-5 -r /srv/images --require-signature --ca roots.pem\n"
             "  vmimage verify photon.ova --policy golden.json\n"
             "  vmimage verify photon.ovf -o json | jq -r '.files[] | .verdict + \" \" + .name'\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_VERIFY,
     .run = cli_run_verify},
    {.name = "versions",
     .arguments = "[FAMILY]",
     .summary = "list the images as versions of one thing",
     .help = "Lists the images family by family, the newest version of each first; of one family, given\n"
             "by its whole name or by its product alone. The family of an image is VENDOR/PRODUCT,\n"
             "or its display name without the version at the end.\n"
             "\n"
             "  vmimage versions\n"
             "  vmimage versions photon\n",
     .max_arguments = 1,
     .bit = CLI_IN_VERSIONS,
     .run = cli_run_versions},
    {.name = "newest",
     .arguments = "FAMILY",
     .summary = "find the newest version of a family",
     .help = "Prints KIND/NAME of the newest image of a family that is ready and satisfies the\n"
             "constraint. Pre-releases are chosen only when the constraint names one of the same\n"
             "numbers, or when there is no constraint and nothing else.\n"
             "\n"
             "A constraint is terms with commas between them, which must all hold: =1.2 !=1.2 <1.2\n"
             "<=1.2 >1.2 >=1.2, ~1.2 (1.2 and 1.2.x), ^1.2 (1.2 and later below 2), * (any).\n"
             "\n"
             "  vmimage newest ubuntu --constraint '>=22.04,<24'\n"
             "  vmimage newest ubuntu --constraint '~22.04' -o json\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_NEWEST,
     .run = cli_run_newest},
    {.name = "lock",
     .arguments = "NAME...",
     .summary = "pin images, and see what is not the same any more",
     .help = "Prints a lock file, or writes it with --file: for each name the VMI ID, library item,\n"
             "content version and files of the image that it stands for.\n"
             "With --check prints each difference from a lock file and exits with 1 when there is one.\n"
             "\n"
             "  vmimage lock photon-5.0 ubuntu-24.04 --file images.lock\n"
             "  vmimage lock --check images.lock\n",
     .max_arguments = SIZE_MAX,
     .bit = CLI_IN_LOCK,
     .run = cli_run_lock},
    {.name = "watch",
     .arguments = "libraries|items|images",
     .summary = "tell every change as it happens",
     .help = "Prints a line for each object that is there, and then for each that is added, modified or\n"
             "deleted, until it is interrupted (status 0), or for the seconds of --timeout. On a terminal\n"
             "a line is for a person; else, or with -o json, it is a Kubernetes watch event, and a BOOKMARK\n"
             "says that all has been told that was there. What can't be read for now is reported, and\n"
             "looked at again.\n"
             "\n"
             "  vmimage watch images -r /srv/library\n"
             "  vmimage watch images | jq -r '.type + \" \" + .object.metadata.name'\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_WATCH,
     .run = cli_run_watch},
    {.name = "requests",
     .arguments = "[publish|group|import]",
     .summary = "list the requests of a cluster",
     .help = "Lists what a cluster was asked to do: to publish a virtual machine (publish) or a group of them\n"
             "(group), or to import from an URL (import); without an argument all of it, a table for each\n"
             "kind. -o wide says how each stands, and why.\n"
             "\n"
             "  vmimage requests -r k8s:/team-a -o wide\n",
     .max_arguments = 1,
     .bit = CLI_IN_REQUESTS,
     .run = cli_run_requests},
    {.name = "request",
     .arguments = "NAME",
     .summary = "show a request, or follow it to its end",
     .help = "Shows the request of a name with its conditions. With --follow each condition that changes is a\n"
             "line, until the request is complete (status 0) or has failed for good (status 1).\n"
             "\n"
             "  vmimage request -r k8s:/team-a web-x7k2p --follow\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_REQUEST,
     .run = cli_run_request},
    {.name = "cancel",
     .arguments = "NAME",
     .summary = "delete a request",
     .help = "Deletes the request of a name. An import under way is cancelled by that; publishing that vSphere\n"
             "has begun is not.\n"
             "\n"
             "  vmimage cancel -r k8s:/team-a web-x7k2p\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_CANCEL,
     .run = cli_run_cancel},
    {.name = "publish",
     .arguments = "VM",
     .summary = "have a cluster make an image of a virtual machine",
     .help = "Asks a cluster to publish a virtual machine to a library, and prints the name of the request.\n"
             "With --follow it waits for the end, as vmimage request does.\n"
             "\n"
             "  vmimage publish -r k8s:/team-a web --library cl-golden --name web-golden --follow\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_SEND,
     .run = cli_run_publish},
    {.name = "import",
     .arguments = "URL",
     .summary = "have a cluster import an .ovf, .ova or .iso",
     .help = "Asks a cluster to bring what the URL names into a library, and prints the name of the request.\n"
             "With --follow it waits for the end, as vmimage request does.\n"
             "\n"
             "  vmimage import -r k8s:/team-a https://images.example.com/a.ova --library cl-golden\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_SEND,
     .run = cli_run_import},
    {.name = "init",
     .arguments = "",
     .summary = "make a library in an empty folder",
     .help = "Makes a library that a vCenter can subscribe to, in the folder of -r, which is made when\n"
             "it is not there, and prints its ID.\n"
             "\n"
             "  vmimage init -r /srv/library --name golden\n",
     .bit = CLI_IN_INIT,
     .run = cli_run_init},
    {.name = "add",
     .arguments = "FILE...",
     .summary = "add .ovf, .ova or .iso files to a library",
     .help = "Copies each file into the library as an item, and prints its VMI ID: an .ovf with the\n"
             "files that it names, an .ova unpacked, an .iso. The library is the old or the new one at\n"
             "any moment. A file that can't be added is reported and does not keep the others out.\n"
             "\n"
             "  vmimage add -r /srv/library photon.ova --description 'approved in May'\n",
     .min_arguments = 1,
     .max_arguments = SIZE_MAX,
     .bit = CLI_IN_ADD,
     .run = cli_run_add},
    {.name = "replace",
     .arguments = "ITEM FILE",
     .summary = "give an item of a library new content",
     .help = "Replaces the content of an item, by ID or name. Its ID, and with it the VMI ID, stays; its\n"
             "content version goes up, so that subscribers fetch it.\n"
             "\n"
             "  vmimage replace -r /srv/library photon photon-5.1.ova\n",
     .min_arguments = 2,
     .max_arguments = 2,
     .bit = CLI_IN_REPLACE,
     .run = cli_run_replace},
    {.name = "rename",
     .arguments = "ITEM NAME",
     .summary = "give an item of a library another name",
     .help = "Renames an item, by ID or name. Its ID and its files stay. A name has 80 characters at\n"
             "most and is unique in its library.\n"
             "\n"
             "  vmimage rename -r /srv/library photon photon-5\n",
     .min_arguments = 2,
     .max_arguments = 2,
     .bit = CLI_IN_KEEP,
     .run = cli_run_rename},
    {.name = "describe",
     .arguments = "ITEM TEXT",
     .summary = "give an item of a library another description",
     .help = "Sets the description of an item, by ID or name; an empty text takes it away.\n"
             "\n"
             "  vmimage describe -r /srv/library photon 'approved in May'\n",
     .min_arguments = 2,
     .max_arguments = 2,
     .bit = CLI_IN_KEEP,
     .run = cli_run_describe},
    {.name = "remove",
     .arguments = "ITEM",
     .summary = "remove an item of a library and its files",
     .help = "Removes an item, by ID or name: first from the list, then its files.\n"
             "\n"
             "  vmimage remove -r /srv/library photon\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_KEEP,
     .run = cli_run_remove},
    {.name = "download",
     .arguments = "ITEM [DIR]",
     .summary = "bring the files of an item into a folder",
     .help = "Writes all files of an item, by ID, name or VMI ID, into DIR or the current folder: all or\n"
             "none, compared with the manifest of the item while they are written. Prints the SHA-256 and\n"
             "the name of each file, as sha256sum does. A file that is there with another content is an\n"
             "error; the same one stays. Interrupted, it leaves nothing, or with --resume what has come.\n"
             "\n"
             "  vmimage download -r /srv/library photon ~/images\n",
     .min_arguments = 1,
     .max_arguments = 2,
     .bit = CLI_IN_DOWNLOAD,
     .run = cli_run_download},
    {.name = "export",
     .arguments = "DIR",
     .summary = "write items into a folder as a library, or update it",
     .help = "Writes all items, or those that match the filters, into a folder as a library that a vCenter\n"
             "can subscribe to. They keep their IDs, names and content versions. Done again, it writes\n"
             "only what has changed, and prints that. An item that can't be exported is reported and does\n"
             "not keep the others out.\n"
             "\n"
             "  vmimage export -r /srv/images /srv/library --remove\n",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_EXPORT,
     .run = cli_run_export},
    /* For shell completion: the names of what there is, one a line. */
    {.name = "__names",
     .arguments = "families|images|items|libraries",
     .summary = "",
     .help = "",
     .min_arguments = 1,
     .max_arguments = 1,
     .bit = CLI_IN_NAMES,
     .run = cli_run_names,
     .hidden = true},
    {.name = NULL},
};

const struct cli_command *cli_find_command(const char *name)
{
    const char *names[sizeof(cli_commands) / sizeof(*cli_commands)];
    const char *nearest;
    size_t count = 0;

    for (const struct cli_command *command = cli_commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0)
            return command;
        if (!command->hidden)
            names[count++] = command->name;
    }
    names[count] = NULL;
    nearest = cli_nearest(name, names);
    if (nearest != NULL)
        cli_usage_error(NULL, "unknown command '%s'; did you mean '%s'?", name, nearest);
    else
        cli_usage_error(NULL, "unknown command '%s'", name);
    return NULL;
}
