#include <stdio.h>
#include <stdlib.h>

struct account {
    int id;
    char owner[20];
    long balance;
};

static struct account accounts[3];
static int count = 0;

static struct account *find(int id)
{
    int i;
    for (i = 0; i < count; i++)
        if (accounts[i].id == id)
            return &accounts[i];
    return NULL;
}

int main(void)
{
    int choice, id, scanned;
    long amount;
    char yes;
    struct account *a;

    while (1) {
        printf("1.open 2.deposit 3.withdraw 4.list 5.quit > ");
        if (scanf("%d", &choice) != 1) {
            printf("bad choice\n");
            scanned = scanf("%*s");
            continue;
        }
        if (choice == 5)
            break;
        switch (choice) {
        case 1:
            if (count == 3) {
                printf("full\n");
                break;
            }
            a = &accounts[count++];
            a->id = count * 100;
            scanf("%19s %ld", a->owner, &a->balance);
            printf("opened %d\n", a->id);
            break;
        case 2:
        case 3:
            scanf("%d %ld", &id, &amount);
            if ((a = find(id)) == NULL) {
                printf("no such account\n");
                break;
            }
            if (choice == 3) {
                printf("sure? ");
                scanf(" %c", &yes);
                if (yes != 'y')
                    break;
                if (a->balance < amount) {
                    printf("not enough\n");
                    break;
                }
                amount = -amount;
            }
            a->balance += amount;
            printf("%s has %ld\n", a->owner, a->balance);
            break;
        case 4:
            for (id = 0; id < count; id++)
                printf("%d %-10s %8ld\n", accounts[id].id, accounts[id].owner,
                       accounts[id].balance);
            break;
        default:
            printf("?\n");
        }
    }
    printf("bye\n");
    return 0;
}
