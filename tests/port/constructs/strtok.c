#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char text[] = "GET /index.html?id=10 HTTP/1.1";
    char list[] = "3, 4,,5 ,  6";
    char *token, *save, *method, *path, *query;
    int sum = 0;

    method = strtok(text, " ");
    path = strtok(NULL, " ?");
    query = strtok(NULL, " ");
    printf("%s %s %s\n", method, path, query);
    for (token = strtok_r(list, ", ", &save); token; token = strtok_r(NULL, ", ", &save)) {
        sum += atoi(token);
        printf("(%s)", token);
    }
    printf(" %d\n", sum);
    return 0;
}
