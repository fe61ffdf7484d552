#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct _node {
    char word[16];
    int count;
    struct _node *prev, *next;
} NODE;

NODE *head = NULL, *tail = NULL;

void append(const char *word)
{
    NODE *p;
    for (p = head; p != NULL; p = p->next) {
        if (strcmp(p->word, word) == 0) {
            p->count++;
            return;
        }
    }
    p = (NODE *)malloc(sizeof(NODE));
    strcpy(p->word, word);
    p->count = 1;
    p->next = NULL;
    p->prev = tail;
    if (tail == NULL)
        head = p;
    else
        tail->next = p;
    tail = p;
}

int delete(const char *word)
{
    NODE *p = head;
    while (p) {
        if (!strcmp(p->word, word)) {
            if (p->prev)
                p->prev->next = p->next;
            else
                head = p->next;
            if (p->next)
                p->next->prev = p->prev;
            else
                tail = p->prev;
            free(p);
            return 1;
        }
        p = p->next;
    }
    return 0;
}

NODE *reverse(NODE *list)
{
    NODE *result = NULL, *next;
    for (; list; list = next) {
        next = list->next;
        list->next = result;
        list->prev = next;
        result = list;
    }
    return result;
}

void remove_odd(NODE **link)
{
    while (*link != NULL) {
        NODE *entry = *link;
        if (entry->count % 2 == 1) {
            *link = entry->next;
            free(entry);
        } else {
            link = &entry->next;
        }
    }
}

int main(void)
{
    char text[] = "the cat and the dog and the end of a cat";
    char *w;
    NODE *p;

    for (w = strtok(text, " "); w; w = strtok(NULL, " "))
        append(w);
    for (p = head; p; p = p->next)
        printf("%s:%d ", p->word, p->count);
    printf("\n%d %d %d %d\n", delete("the"), delete("a"), delete("zebra"), delete("end"));
    for (p = tail; p != NULL; p = p->prev)
        printf("%s ", p->word);
    head = reverse(head);
    printf("| ");
    for (p = head; p; p = p->next)
        printf("%s ", p->word);
    remove_odd(&head);
    printf("| ");
    while (head) {
        printf("%s ", head->word);
        p = head;
        head = head->next;
        free(p);
    }
    printf("\n");
    return 0;
}
