//! The words that give a short message's language away.
//!
//! For each language the most frequent words of sentences, greetings, and what businesses write to a customs counter,
//! folded. A word that several languages share counts for each of them, and the less the more they are.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Language;

/// The languages told apart by their words; Serbian stands for the four that share theirs.
pub(super) const GROUPS: [Language; 14] = [
    Language::French,
    Language::English,
    Language::Serbian,
    Language::Albanian,
    Language::Macedonian,
    Language::Bulgarian,
    Language::Romanian,
    Language::Greek,
    Language::Hungarian,
    Language::Slovene,
    Language::Turkish,
    Language::German,
    Language::Italian,
    Language::Russian,
];

/// Words of sentences, in the order of [`GROUPS`].
const WORDS: [&str; GROUPS.len()] = [
    "bonjour bonsoir salut merci svp stp je j tu il elle on nous vous ils les le la l un une des du de d et ou mais donc \
     est es sont suis etes ai as avons avez ont ce c cet cette ces ca qui que qu quoi quel quelle quels quelles comment \
     combien quand pourquoi si ne n pas plus pour par avec sans dans sur sous chez vers entre depuis en au aux a y s se \
     m me mon ma mes votre vos notre nos leur son sa ses dois doit devons faut peut peux puis pouvez fait faire besoin \
     voudrais veux voulons souhaite envoyer recevoir recu acheter vendre exporter importer declarer payer livrer livraison \
     douane douanes douanier douaniere dedouanement colis marchandise marchandises facture tva taxe taxes droits numero \
     camion transporteur entreprise societe bloque bloquee matin jours aide svp obtenir ete etre tout tous toute aussi \
     tres bien oui non merci certificat formulaire origine pieces detachees passer papiers soeur frere client \
     fournisseur achete voiture cadeau particulier alimentaires produits",
    "hello hi hey thanks thank please pls you i we they he she it the a an of to for from in on at by with without and or \
     but is are was were be been am do does did don t can could should must have has had need needs want would like what \
     which who when where why how much many if not no yes this that these those my our your their there any some into \
     customs duty duties goods parcel package shipment ship shipping send sending sent receive import importing export \
     exporting invoice truck lorry driver border company form required require get apply fill pay paid buy bought sell \
     as about after before stuck gift car tax vat number code long take brexit help me us it's im id \
     tariff declare declaration bring carry licence license",
    "zdravo pozdrav dobar dan vece cao bok hvala molim vas vam ja mi ti on ona mu smo ste su sam je jesam jesu nije nisam \
     li da ne i a ali ili u na za od do iz sa s o po pri kod bez preko kroz prema se koji koja koje kojim koga kome sta \
     sto tko ko kako koliko kada kad gde gdje zasto ako moze mogu mozemo moram moramo treba trebam trebamo trebaju \
     trebalo imam imamo ima nema zelim zelimo hocu hoce bih bi bismo biti bude moj moja moje nas nasa svoj ovo to taj ta \
     roba robu robe robom carina carine carinu carini carinski carinska carinsku carinjenje posiljka posiljku posiljke \
     paket paketa saljem poslati posaljem poslati stigla stigao placa placam platiti placanje uvoz uvoza uvozim uvoziti \
     izvoz izvoza izvozim faktura fakturu racun firma firmi firmu preduzece tvrtka dokument dokumenti dokumenta dokumente \
     papiri obrazac uverenje potvrda dobijem dobiti dobijam potrebno potreban potrebna potrebni kamion granica granici \
     porez pdv kupio kupila auto automobil iz jos vec samo sve ovaj nam prijava poreklo porijeklo podrijetlo \
     danas juce sutra hitno pomoc pitanje inostranstva inozemstva da jel sta franc francuske francusku francuskoj \
     dozvola dozvole otkup",
    "pershendetje tungjatjeta mirdita mire dita faleminderit ju lutem flm une ti ai ne ju a e i o te per nga me pa mbi deri \
     dhe ose por se qe si cfare cilat cili cila kush ku kur sa pse nese nuk s jo po eshte jane jam kam kemi ka keni kane \
     duhet duhen mund dua duam do nje ky kjo keto ato tim time ime tone jone im juaj dogana dogane doganen doganes \
     doganore doganor mall malli mallin mallra mallrat mallrave pako pako paketa dergoj dergojme dergese dergesa \
     importoj importuar eksportoj eksport importi eksporti tvsh tatim takse taksa fature fatura kompani kompania \
     kompanine certifikate certifikata deklarate numri kufi kufiri kamion kamioni makine makina blere blej paguaj pagese \
     paguhet leje lejohet formular formularin marr merr bej behet dokumente dokumentet nevojiten nevojitet francen \
     franca france shqiperi shqiperia shqiperine kosove kosova kosoves mes edhe tani sot",
    "zdravo dobar den vece fala mnogu blagodaram ve molam jas ti toj taa nie vie tie e sum si sme ste se i a no ili vo na za od \
     do so bez pri kaj preko kon niz koj koja koe koi kogo sto kako kolku koga kade zosto ako dali li ne nema ima imam \
     imame moze mozam mozeme moram mora treba trebaat trebase sakam sakame ke kje bi da gi go ja im mi mu mojot mojata \
     ova toa ovaa ovoj site samo uste stoka stokata stoki carina carinata carinski carinska carinenje pratka pratkata \
     paket isprakjam ispratam ispratime isprati uvoz uvezam uvozot izvoz izvezam izvozot faktura fakturata firma firmata \
     kompanija dokument dokumenti dokumentite obrazec potvrda dobijam dobijat dobijam potrebno potreben potrebna potrebni \
     kamion kamionot granica granicata danok ddv platam plakjam plakam kupiv avtomobil kola francija poteklo deneska \
     prasanje broj brojot kaj",
    "zdravey zdraveyte zdraveite zdravei dobar den vecer blagodarya blagodaria molya az ti toy tya nie vie te sam e si \
     sme ste sa i a no ili v vav na za ot do s sas bez pri prez kam iz koy koya koe koi kogo kakvo kakav kakva kakvi kak \
     kolko koga kade kadeto zasto ako dali li ne nyama niama ima imam imame moze moga mozem mozete tryabva triabva trqbva \
     treba iskam iskame ste bi da go gi ya mi mu me moyat moyata tova tazi tezi tozi vsicki samo ose stoka stokata stoki \
     stokite mito mitnica mitnicata mitnici mitniceska mitniceski mitniceskata pratka pratkata kolet paket \
     izpratya izprastam vnos vnasyam vnosa iznos iznasyam iznosa faktura firma firmata kompaniya dokument dokumenti \
     dokumentite formulyar sertifikat polucavam poluca nuzno nuzen nuzni neobhodimo neobhodimi kamion kamionat granica \
     granicata danak dds plastam plati kupih kola avtomobil franciya frenski proizhod nomer smetka poluca vazi dnes za \
     razresitelno kato ce veche veke oste",
    "buna ziua salut seara multumesc mersi va rog eu tu el ea noi voi ei sunt este e esti suntem sint am ai are avem aveti \
     au un o unui unei niste si sau dar ca in la din de pe cu fara pentru despre catre spre pana intre ce cine care cum \
     cat cata cati cate cand unde daca nu da trebuie pot poate putem vreau vrem doresc dorim as fi fie fac face facut \
     nevoie am mai doar tot toate acest aceasta aceste imi mi ma ne le se sa iau vama vamii vamal vamala vamale vamuire \
     vamuit marfa marfuri marfurile marfii colet coletul coletului trimit trimite trimitem trimis primesc primi export \
     exportul importul exporta importa import factura facturii firma firmei societate document documente documentele \
     certificat certificatul formular formularul declaratie camion camionul frontiera granita taxa taxe taxele tva \
     platesc plati platit masina cumparat franta romania moldova obtin obtine necesar necesare numar numarul cod codul \
     azi maine cat trebuiesc ajutor bine",
    "kalimera kalispera geia sas sou eucharisto parakalo ego esy autos emeis eseis eimai einai eiste exo echo echei echo \
     echoume o i to oi ta tou tis ton tin twn ti ena mia enas kai i alla apo se sto sti stin ston stis stous me choris gia \
     pros mechri os pou pos poios poia poio posa poso pote giati an den min na tha prepei mporo mporoume thelo theloume \
     chreiazomai chreiazetai chreiazontai xreiazomai xreiazetai thelw pws stelno steilo stilo lavo pliroso plirono \
     teloneio telonio teloneiou teloneiaki teloneiako teloneiaka teloneiakes emporeumata emporeuma dema dematos eisagogi \
     exagogi eisagoges exagoges eisago exago timologio etaireia eggrafa entypo pistopoiitiko pistopoiitika diasafisi \
     fortigo synora foros foroi fpa aytokinito gallia gallias ellada elladas kypro kypros arithmos apostoli apostolis \
     mou mas exw gia stin apostoli",
    "szia sziasztok jo napot kivanok udvozlom koszonom koszi kerem en te o mi ti a az egy es vagy de hogy mert ha nem \
     igen van vannak volt lesz lehet kell kellenek kellene kellett szukseges szuksegem szukseg szeretnem szeretnek \
     szeretnenk akarok tudok tudom mit mi ki hol hova honnan mikor hogyan mennyi mennyit milyen melyik hany miert is meg \
     csak mar ez ezt azt ezek nekem nekunk rol rol vam vamot vamolas vamkezeles vamkezelest vamhivatal vamhatosag \
     vamaru vamtarifa vamnyilatkozat arut aru aruk csomag csomagot kuldeni kuldok kuldemeny kapok kaptam behozatal \
     kivitel importalni exportalni importalok exportalok szamla szamlat ceg cegem cegunk okmany okmanyok okmanyokat \
     dokumentumok papir papirok nyomtatvany igazolas szallitas szallitani kamion kamionom hatar hataron ado afa fizetni \
     fizetek auto autot vettem franciaorszagba franciaorszagbol franciaorszag magyarorszagra magyarorszag szerbiaba \
     szerbiabol nelkul utan ma",
    "zdravo pozdravljeni dober dan vecer hvala prosim lep jaz ti on ona mi vi sem si je smo ste so bil bila biti bi in ali \
     ter pa vendar v na za od do iz z s o po pri brez cez proti k h se ne ni nisem nimam kaj kdo kako koliko kdaj kje kam \
     zakaj kateri katera katere katero katerih ce da ki ko lahko moram moramo mora morate potrebujem potrebujemo potrebno \
     potreben potrebna potrebni rabim zelim zelimo hocem imam imamo nas nase moj moja moje to ta te tudi samo se blago \
     blaga carina carine carino carinski carinska carinsko carinjenje posiljka posiljko posiljke paket poslati poslali \
     posljem posiljam uvoz uvoza uvazam uvoziti izvoz izvoza izvazam izvoziti racun podjetje podjetja listine dokumenti \
     dokumente obrazec potrdilo dobim dobiti tovornjak meja meji davek ddv placam placati kupil kupila avto srbijo srbije \
     francije francijo franciji slovenijo stevilka poreklo kje danes vprasanje tujine",
    "merhaba selam gunaydin iyi gunler tesekkurler tesekkur ederim sagol lutfen ben sen o biz siz bir bu su ve ile veya ama \
     icin gibi kadar sonra once gore da de mi mu ne neler nedir nasil nerede nereden nereye kac kim hangi niye neden zaman \
     var yok degil evet hayir gerek gerekli gerekir gerekiyor lazim istiyorum istiyoruz isterim olur oldu olan olarak \
     ihtiyac ihtiyacim miyim miyiz misiniz musunuz edebilir alabilir yapabilir alirim yapilir edilir ediyorum \
     gonderiyorum gondermek gonderebilir gonder almak odemek odenir gumruk gumrugu gumrukte gumrugunde mal mallar mali \
     esya esyasi urun urunler urunleri kargo paket koli gonderi ithalat ithalati ihracat ihracati ithal ihrac fatura \
     faturasi sirket sirketi sirketim firma belge belgesi belgeler belgeleri form formu beyanname beyannamesi sertifika \
     kamyon kamyonum tir sinir sinirda vergi vergisi kdv arac araba aldim fransa fransadan fransaya turkiye turkiyeye \
     turkiyeden sirbistan sirbistana numarasi numara nereye bugun cok ulke mense",
    "hallo guten tag danke bitte ich du er sie wir ihr es der die das den dem des ein eine einen einem einer und oder aber \
     ist sind war bin habe haben hat muss mussen kann konnen soll brauche brauchen benotige benotigen mochte mochten will \
     nicht kein keine fur mit ohne von nach aus bei zu zum zur im in an auf uber unter wie was wer wo wann warum wieviel \
     welche welcher welches wenn ob mein meine unser unsere zoll zollamt zollanmeldung ware waren paket sendung rechnung \
     einfuhr ausfuhr firma formular lkw grenze steuer mehrwertsteuer senden schicken bekomme verzollen serbien frankreich \
     turkei kroatien geschenk dokumente",
    "ciao buongiorno buonasera salve grazie prego io tu lui lei noi voi loro il lo la i gli le un uno una di del della dei \
     delle da dal dalla in nel nella a al alla con senza per su tra e o ma che chi cosa come quando dove perche quanto \
     quanta quanti quali quale se non sono sei siamo ho hai ha abbiamo devo dobbiamo deve bisogna posso serve servono \
     vorrei voglio mio mia nostro nostra questo questa dogana doganale doganali merce pacco spedire spedizione \
     ricevere importare esportare importazione esportazione fattura azienda ditta documenti modulo certificato camion \
     confine tassa tasse dazi iva pagare serbia francia turchia albania regalo",
    "zdravstvuyte zdravstvuite privet dobry den spasibo pozaluysta ya ty on ona my vy oni eto etot eta i a no ili v vo na \
     dlya za ot do iz s so bez po pri cerez k ko kak cto kto gde kogda skolko pocemu kakoy kakaya kakie kakoe li esli ne \
     net est nuzno nuzen nuzna nuzny nado mozno mogu mozet hocu hotim dolzen dolzny moy moya nas nasa mne nam menya tovar \
     tovary tovara tovarov gruz tamoznya tamozne tamoznyu tamozennoe tamozenny tamozennaya posylka posylku otpravit \
     polucit vvoz vvezti vyvoz vyvezti import eksport scet faktura firma kompaniya dokument dokumenty forma sertifikat \
     gruzovik granica granice nalog nds poslina poslinu platit kupil masina franciya francii franciyu serbiya serbii \
     serbiyu iz-za oplatit",
];

/// Names of countries and of VAT as one language or a few write them, by the code of the groups. They say less than a
/// sentence's words: who asks about „Srbija" in English may write it so.
const NAMES: &[(&str, &[Language])] = {
    use Language::{
        Albanian as Sq, Bulgarian as Bg, English as En, French as Fr, German as De, Greek as El,
        Hungarian as Hu, Italian as It, Macedonian as Mk, Romanian as Ro, Russian as Ru,
        Serbian as Sr, Slovene as Sl, Turkish as Tr,
    };
    &[
        ("albanie", &[Fr]),
        ("serbie", &[Fr]),
        ("bosnie", &[Fr]),
        ("herzegovine", &[Fr]),
        ("bulgarie", &[Fr]),
        ("roumanie", &[Fr]),
        ("grece", &[Fr]),
        ("chypre", &[Fr]),
        ("croatie", &[Fr]),
        ("slovenie", &[Fr]),
        ("hongrie", &[Fr]),
        ("moldavie", &[Fr]),
        ("turquie", &[Fr]),
        ("macedoine", &[Fr]),
        ("italie", &[Fr]),
        ("allemagne", &[Fr]),
        ("suisse", &[Fr]),
        ("serbe", &[Fr]),
        ("turc", &[Fr, Ro]),
        ("turkey", &[En]),
        ("greece", &[En]),
        ("hungary", &[En]),
        ("cyprus", &[En]),
        ("bosnia", &[En, It]),
        ("serbia", &[En, Ro, It, Sq]),
        ("albania", &[En, Ro, It]),
        ("bulgaria", &[En, Ro, It]),
        ("macedonia", &[En, Ro, It]),
        ("croatia", &[En]),
        ("slovenia", &[En, Ro, It]),
        ("moldova", &[En, Ro, Tr]),
        ("romania", &[En, Ro, It]),
        ("serbian", &[En]),
        ("turkish", &[En]),
        ("france", &[Fr, En]),
        ("srbija", &[Sr, Mk, Sl]),
        ("srbiju", &[Sr]),
        ("srbije", &[Sr, Sl]),
        ("srbiji", &[Sr, Sl]),
        ("srbijo", &[Sl]),
        ("francuska", &[Sr]),
        ("albanija", &[Sr, Mk, Sl]),
        ("albaniju", &[Sr]),
        ("turska", &[Sr]),
        ("tursku", &[Sr]),
        ("grcka", &[Sr]),
        ("grcku", &[Sr]),
        ("madjarska", &[Sr]),
        ("madjarsku", &[Sr]),
        ("hrvatska", &[Sr]),
        ("hrvatsku", &[Sr]),
        ("makedonija", &[Sr, Mk, Sl]),
        ("makedoniju", &[Sr]),
        ("bosnu", &[Sr]),
        ("rumuniju", &[Sr]),
        ("bugarsku", &[Sr]),
        ("sloveniju", &[Sr]),
        ("crna", &[Sr, Mk]),
        ("crnu", &[Sr]),
        ("serbi", &[Sq]),
        ("serbine", &[Sq]),
        ("maqedoni", &[Sq]),
        ("greqi", &[Sq]),
        ("turqi", &[Sq]),
        ("sarbiya", &[Bg]),
        ("srbistan", &[Tr]),
        ("arnavutluk", &[Tr]),
        ("yunanistan", &[Tr]),
        ("bulgaristan", &[Tr]),
        ("karadag", &[Tr]),
        ("makedonya", &[Tr]),
        ("serbien", &[De]),
        ("grecia", &[Ro, It]),
        ("turcia", &[Ro]),
        ("franta", &[Ro]),
        ("servia", &[El]),
        ("tourkia", &[El]),
        ("alvania", &[El]),
        ("torokorszag", &[Hu]),
        ("szerbia", &[Hu]),
        ("turciya", &[Bg, Ru]),
        ("serbiya", &[Ru]),
        ("tva", &[Fr, Ro]),
        ("vat", &[En]),
        ("pdv", &[Sr]),
        ("ddv", &[Sl, Mk]),
        ("tvsh", &[Sq]),
        ("dds", &[Bg]),
        ("fpa", &[El]),
        ("afa", &[Hu]),
        ("kdv", &[Tr]),
        ("iva", &[It]),
        ("nds", &[Ru]),
    ]
};

/// What a word says of the language: the groups that have it, and how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sign {
    /// A bit for each of [`GROUPS`].
    pub groups: u16,
    /// What it counts for each, in nats.
    pub weight: f64,
    /// Whether it is a name, which lingua had better not see.
    pub name: bool,
}

/// What a word of one language alone counts.
const WORD_WEIGHT: f64 = 2.0;
/// What a name that one language alone has counts.
const NAME_WEIGHT: f64 = 1.2;

static SIGNS: LazyLock<FxHashMap<&'static str, Sign>> = LazyLock::new(|| {
    let mut signs: FxHashMap<&'static str, Sign> = FxHashMap::default();
    let mut add = |word, group: usize, name| {
        signs
            .entry(word)
            .or_insert(Sign {
                groups: 0,
                weight: 0.0,
                name,
            })
            .groups |= 1 << group;
    };
    for (group, words) in WORDS.iter().enumerate() {
        for word in words.split_ascii_whitespace() {
            add(word, group, false);
        }
    }
    for (word, languages) in NAMES {
        for language in *languages {
            if let Some(group) = GROUPS.iter().position(|one| one == language) {
                add(word, group, true);
            }
        }
    }
    for (word, sign) in &mut signs {
        let languages = f64::from(sign.groups.count_ones());
        let whole = if sign.name { NAME_WEIGHT } else { WORD_WEIGHT };
        // A letter alone is often a slip or an initial.
        let letter = if word.len() == 1 { 0.5 } else { 1.0 };
        sign.weight = letter * whole / languages.sqrt();
    }
    signs
});

/// What a folded word says of the language.
pub(super) fn sign_of(word: &str) -> Option<Sign> {
    SIGNS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold;

    #[test]
    fn the_table_is_folded() {
        for words in WORDS {
            for word in words.split_ascii_whitespace() {
                assert_eq!(fold(word), word);
            }
        }
        for (word, _) in NAMES {
            assert_eq!(fold(word), *word);
        }
    }

    #[test]
    fn a_word_of_one_language_says_more_than_one_of_many() {
        let french = sign_of("bonjour").unwrap();
        assert_eq!(french.groups.count_ones(), 1);
        let shared = sign_of("na").unwrap();
        assert!(shared.groups.count_ones() > 3 && shared.weight < french.weight);
        assert!(sign_of("eori").is_none());
    }
}
