#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct config {
    char host[32];
    int port;
    int verbose;
};

static char *strip(char *s)
{
    char *end;
    while (*s == ' ' || *s == '\t')
        s++;
    end = s + strlen(s);
    while (end > s && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r'))
        end--;
    *end = '\0';
    return s;
}

static int load(const char *path, struct config *c)
{
    FILE *f = fopen(path, "r");
    char line[128], *key, *value;
    int errors = 0, number = 0;

    if (!f) {
        perror(path);
        return -1;
    }
    while (fgets(line, sizeof line, f)) {
        number++;
        key = strip(line);
        if (*key == '\0' || *key == '#')
            continue;
        value = strchr(key, '=');
        if (value == NULL) {
            printf("line %d: no '='\n", number);
            errors++;
            continue;
        }
        *value++ = '\0';
        key = strip(key);
        value = strip(value);
        if (strcmp(key, "host") == 0)
            strncpy(c->host, value, sizeof(c->host) - 1);
        else if (strcmp(key, "port") == 0)
            c->port = atoi(value);
        else if (strcmp(key, "verbose") == 0)
            c->verbose = !strcmp(value, "yes");
        else {
            printf("line %d: unknown key %s\n", number, key);
            errors++;
        }
    }
    fclose(f);
    return errors;
}

int main(void)
{
    struct config c = {"localhost", 80, 0};
    FILE *f = fopen("server.conf", "w");
    int errors;

    fputs("# settings\n\nhost = example.org \n  port=8080\nverbose = yes\r\nnonsense\ncolour = 3\n", f);
    fclose(f);
    errors = load("server.conf", &c);
    printf("%s:%d %d, %d errors\n", c.host, c.port, c.verbose, errors);
    return load("none.conf", &c) == -1 ? 0 : 1;
}
