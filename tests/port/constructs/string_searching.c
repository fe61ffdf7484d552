#include <stdio.h>
#include <string.h>

static int count(const char *text, const char *word)
{
    int n = 0;
    const char *p = text;
    while ((p = strstr(p, word)) != NULL) {
        n++;
        p += strlen(word);
    }
    return n;
}

int main(void)
{
    char url[] = "http://user@example.com:8080/a/b.html?x=1&y=2";
    char *host, *port, *path, *p;

    host = strstr(url, "://") + 3;
    if ((p = strchr(host, '@')))
        host = p + 1;
    path = strchr(host, '/');
    *path++ = '\0';
    port = strrchr(host, ':');
    *port++ = '\0';
    printf("%s %s %s\n", host, port, path);
    p = strpbrk(path, "?#");
    *p = '\0';
    printf("%s %s\n", path, strrchr(path, '.') + 1);
    for (p = p + 1; *p; p += strcspn(p, "&"), p += *p == '&')
        printf("%.*s;", (int)strcspn(p, "&"), p);
    printf("\n%zu %zu\n", strspn("00123", "0"), strcspn("abc,def", ",;"));
    printf("%d\n", count("the cat, the dog, the end", "the"));
    printf("%d %d\n", strcmp("a", "b") < 0, strncmp("abcdef", "abcxyz", 3));
    printf("%d %d\n", strcasecmp("GeT", "gEt"), strncasecmp("POSTman", "post", 4));
    printf("%s\n", strchr("abc", 'z') == NULL ? "none" : "some");
    printf("%d\n", *strchr("abc", '\0'));
    return 0;
}
