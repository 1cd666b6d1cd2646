# Ce que lisent l'attaché et son équipe, au guichet de la file, en français.

desk-the-asker = le demandeur
desk-who-when = { $who }, { $when }
desk-state =
    { $state ->
        [waiting] en attente
        [all] tous
        [open] à prendre
        [claimed] pris
        [awaiting_asker] le demandeur doit répondre
        [referred] transmis
        [answered] réponse en route
        [delivered] réponse remise
        [closed] clos
        [withdrawn] retiré
        [rejected] non traité
       *[other] autre
    }
desk-direction =
    { $direction ->
        [export] export
        [import] import
       *[other] –
    }
desk-event =
    { $what ->
        [opened] question reçue
        [attached] rattaché à
        [detached] détaché de
        [raised] devenu urgent avec
        [claimed] pris
        [released] rendu
        [asked] question au demandeur
        [detail_added] le demandeur a ajouté une précision
        [referred] transmis à un service
        [answered] réponse
        [delivered] remis
        [delivery_failed] pas encore remis
        [closed] clos
        [withdrawn] retiré
        [rejected] clos sans réponse
        [reopened] rouvert
        [rated] réponse notée
       *[other] modifié
    }

## La carte
desk-urgent = URGENT
desk-question = Question
desk-reduced = Le texte de ce dossier est effacé ; il n'en reste que les statistiques.
desk-language = Langue
desk-country = Pays
desk-waits = Attend
desk-asked = Reçu
desk-holder = Chez
desk-followers = Suivent
desk-followers-value-one = une autre personne pose la même question
desk-followers-value = { $count } autres posent la même question
desk-follows = Suit
desk-nearest = Fiches proches
desk-details = Précisions
desk-referred = Transmis à
desk-answered = Réponse
desk-delivery = Remise
desk-delivery-under-way = en route
desk-delivery-done = { $how }, { $when }
desk-delivery-failed = pas encore : { $how } ({ $when })
desk-rating = Avis du demandeur
desk-rating-value =
    { $rating ->
        [helpful] la réponse a aidé
        [partly] elle a aidé en partie
       *[other] elle n'a pas aidé
    }
desk-events = Historique
desk-way-terminal = dans le terminal
desk-way-direct = par message privé
desk-way-opened = messages privés fermés, ouverte en privé là où la question a été posée
desk-way-later = messages privés fermés, montrée à la visite suivante du demandeur
desk-way-told = messages privés fermés, le demandeur est prévenu là où il a posé la question
desk-way-waits = messages privés fermés, elle attend la prochaine visite du demandeur

## Les boutons
desk-claim = Prendre
desk-take-over = Reprendre le dossier
desk-release = Rendre
desk-detach = Traiter à part
desk-answer = Répondre
desk-correct = Corriger
desk-entries = Répondre avec une fiche
desk-search = Chercher une fiche
desk-send = Envoyer
desk-rewrite = Modifier avant d'envoyer
desk-ask = Interroger le demandeur
desk-refer = Transmettre à un service
desk-close = Clore
desk-abandon = Clore sans la remettre
desk-show = Dossier
desk-list = Voir la file
desk-previous = Précédents
desk-next = Suivants
desk-open-case = Ouvrir un dossier

## Les formulaires
desk-form-answer = Répondre à { $reference }
desk-form-answer-text = Réponse
desk-form-correct = Corriger la réponse à { $reference }
desk-form-ask = Interroger le demandeur de { $reference }
desk-form-ask-text = Question
desk-form-refer = Transmettre { $reference }
desk-form-refer-office = Service
desk-form-refer-hint = Bureau de douane de Lyon, +33 …
desk-form-refer-text = Message au demandeur (facultatif)
desk-form-reject = Clore { $reference } sans réponse
desk-form-reject-text = Motif, pour le demandeur
desk-form-search = Chercher une fiche pour { $reference }
desk-form-search-text = Question, mots ou nom de la fiche

## Répondre avec une fiche
desk-entries-nearest = Fiches proches de { $reference } :
desk-entries-found = Fiches trouvées pour { $reference } :
desk-entries-none = Aucune fiche à proposer pour { $reference }.
desk-entries-choose = Choisir une fiche
desk-entry-preview = Voici ce que recevrait le demandeur de { $reference } ({ $language }) :
desk-entry-cannot = Cette fiche ne peut pas répondre à ce dossier : elle n'existe plus, ou il lui faut un pays.
desk-no-faq = Les fiches ne sont pas disponibles pour le moment.

## C'est fait
desk-done-claim = { $reference } est à vous.
desk-done-release = { $reference } est rendu à la file.
desk-done-answer = La réponse à { $reference } part vers le demandeur.
desk-done-ask = La question part vers le demandeur de { $reference }.
desk-done-refer = { $reference } est transmis ; le demandeur en est averti.
desk-done-reject = { $reference } est clos ; le motif part vers le demandeur.
desk-done-detach = { $reference } est traité à part.
desk-done-close = { $reference } est clos.
desk-done-followers-one = Cela vaut pour un autre demandeur aussi.
desk-done-followers = Cela vaut pour { $count } autres demandeurs aussi.

## Ce n'est pas possible
desk-not-yours = C'est réservé à l'équipe de l'attaché douanier.
desk-old-button = Ce bouton n'est plus connu. Ouvrez le dossier avec /queue show, s'il vous plaît.
desk-unknown-case = Il n'y a pas de dossier { $reference }.
desk-refused-claimed = { $who } a pris { $reference } le { $when }.
desk-refused-answered = { $who } a déjà répondu à { $reference } le { $when }. Rien n'a été envoyé une seconde fois.
desk-refused-closed = { $reference } est clos : il se rouvre quand le demandeur y ajoute quelque chose.
desk-refused-withdrawn = Le demandeur a retiré { $reference } : il n'attend plus de réponse.
desk-refused-rejected = { $reference } a été clos sans réponse.
desk-refused-not-claimed = Personne n'a pris { $reference }.
desk-refused-unanswered = { $reference } n'a pas encore de réponse : répondez, transmettez-le, ou closez-le avec un motif.
desk-refused-undelivered = La réponse à { $reference } n'est pas encore arrivée : attendez, ou renoncez à la remettre.
desk-refused-follows = { $reference } pose la même question que { $leader } et recevra la même réponse : travaillez sur { $leader }, ou traitez { $reference } à part.
desk-refused-follows-none = { $reference } est déjà traité à part.
desk-refused-no-text = Il manque le texte pour { $reference }.
desk-refused-reduced = Le texte de { $reference } est effacé : la question doit être posée de nouveau.
desk-your-text = Votre texte n'est pas perdu

## La file
desk-list-title = La file, page { $page }
desk-list-empty = Rien à cet endroit de la file.
desk-nothing-open = Rien à prendre : personne n'attend.
desk-no-reference = Ce n'est pas une référence : écrivez par exemple G-7K3M.
desk-no-country = Ce n'est pas un pays : choisissez-le dans la liste, ou écrivez deux lettres, par exemple RS.
desk-stats-title = { $count } dossiers en tout
desk-stats-waiting = En attente : { $count }, dont urgents : { $urgent }.
desk-stats-oldest = Le plus ancien : { $reference }, { $since }.
desk-stats-median = Une réponse sur deux a pris moins de { $hours } h.
desk-stats-undelivered = En route vers les demandeurs : { $count }, bloquées : { $stuck }.

## Rappels
desk-call-urgent = **Urgent** : { $reference } attend.
desk-reminder = { $reference } attend encore : { $since }.
desk-reminder-claimed = { $reference } attend encore : { $since }. Chez { $who }.
desk-digest-title = La file au { $date }
desk-digest-counts = À prendre : { $open } · pris : { $claimed } · chez le demandeur : { $awaiting } · transmis : { $referred } · urgents : { $urgent }
desk-digest-stuck = Réponses qui n'arrivent pas : { $count }
desk-digest-more = … et { $count } autres

## La commande (100 signes au plus)
desk-command = La file des questions à l'attaché douanier
desk-command-name = file
desk-option-list = Ce qui attend, le plus urgent et le plus ancien d'abord
desk-option-list-name = liste
desk-option-show = Un dossier en entier
desk-option-show-name = voir
desk-option-next = Le prochain dossier à prendre
desk-option-next-name = suivant
desk-option-stats = Les chiffres de la file
desk-option-stats-name = chiffres
desk-option-state = Seulement les dossiers dans cet état
desk-option-state-name = état
desk-option-country = Seulement les dossiers sur ce pays
desk-option-country-name = pays
desk-option-urgent = Seulement les dossiers urgents
desk-option-urgent-name = urgent
desk-option-reference = La référence du dossier
desk-option-reference-name = référence
