"""Given names, surnames, streets and towns by country, from Faker's lists (Debian package python3-fake-factory 0.9.3,
MIT licence), and a few of our own for India, which Faker does not have in Latin letters. Read by make_texts.py only."""
import importlib
import unicodedata

COUNTRIES = {  # country: (person lists, address lists)
    'us': ('en_US', 'en_US'), 'gb': ('en_GB', 'en_GB'), 'de': ('de_DE', 'de_DE'), 'at': ('de_AT', 'de_AT'),
    'ch': ('de_CH', 'de_DE'), 'fr': ('fr_FR', 'fr_FR'), 'es': ('es_ES', 'es_ES'), 'mx': ('es_MX', 'es_MX'),
    'it': ('it_IT', 'it_IT'), 'pt': ('pt_PT', 'pt_PT'), 'br': ('pt_BR', 'pt_BR'), 'nl': ('nl_NL', 'nl_NL'),
    'pl': ('pl_PL', 'pl_PL'), 'cz': ('cs_CZ', 'cs_CZ'), 'dk': ('dk_DK', 'no_NO'), 'fi': ('fi_FI', 'fi_FI'),
    'no': ('no_NO', 'no_NO'), 'se': ('sv_SE', 'sv_SE'), 'hr': ('hr_HR', 'hr_HR'), 'hu': ('hu_HU', 'hu_HU'),
    'tr': ('tr_TR', 'de_DE'), 'ro': ('ro_RO', 'it_IT'), 'si': ('sl_SI', 'sl_SI'), 'lv': ('lv_LV', 'fi_FI'),
    'lt': ('lt_LT', 'pl_PL'), 'ee': ('et_EE', 'fi_FI'), 'gh': ('tw_GH', 'en_GB'), 'id': ('id_ID', 'id_ID'),
    'nz': ('en_NZ', 'en_NZ'), 'jp': ('ja_JP', 'en_US'), 'cn': ('zh_CN', 'en_US'), 'gr': ('el_GR', 'el_GR'),
    'ru': ('ru_RU', 'ru_RU'),
}
INDIA_FIRST = '''Rajesh Suresh Ramesh Mahesh Ganesh Dinesh Mukesh Naresh Vignesh Karthik Arun Vijay Ajay Sanjay Anand Arvind Ashok
Kumar Mohan Gopal Hari Ravi Shiva Siva Surya Vikram Vivek Rohit Rahul Amit Sumit Nikhil Akhil Sachin Manoj Vinod Pramod Deepak
Prakash Santosh Ganga Lakshmi Saraswathi Priya Divya Kavya Kavitha Savitha Sunitha Anitha Geetha Seetha Radha Meena Leela
Nandini Padmini Rohini Malini Shalini Ranjani Janaki Revathi Bharathi Malathi Vasanthi Jayanthi Sumathi Pooja Neha Sneha Swathi
Aishwarya Deepika Ishita Ananya Aditi Aditya Arjun Kiran Naveen Praveen Senthil Murugan Selvam Pandian Muthu Balaji Srinivas
Venkat Raghav Krishna Gokul Harish Girish Satish Yogesh Lokesh Umesh Kamal Vimal Nirmala Usha Asha Nisha Rekha Shobha Uma Jyothi
Farhan Imran Irfan Aslam Salman Yusuf Fatima Ayesha Zainab Mani Bala Durai Ezhil Kannan Kumaran Tamil Thamarai Yamuna Kaveri
Nithya Sathya Vidya Madhu Indu Sindhu Chandra Devi Latha Sudha'''.split()
INDIA_LAST = '''Kumar Sharma Verma Gupta Singh Patel Shah Mehta Joshi Desai Reddy Rao Naidu Nair Menon Pillai Iyer Iyengar Murthy
Krishnan Subramanian Venkatesan Narayanan Raman Rajan Balasubramanian Chandran Sundaram Swamy Gowda Shetty Hegde Kulkarni Patil
Chauhan Yadav Mishra Pandey Tiwari Dubey Trivedi Chatterjee Banerjee Mukherjee Das Bose Ghosh Sen Dutta Khan Ansari Sheikh
Malik Kapoor Khanna Malhotra Chopra Arora Bhatia Sethi Kaur Gill Sandhu Raj Dev Nath Prasad Lal Ram Selvan Rajendran'''.split()
INDIA_TOWNS = '''Chennai Madurai Coimbatore Salem Trichy Mumbai Pune Nagpur Delhi Noida Gurgaon Bangalore Mysore Hyderabad
Kochi Kolkata Ahmedabad Surat Jaipur Lucknow Kanpur Bhopal Indore Patna Chandigarh Vellore Erode'''.split()
INDIA_AREAS = '''Nagar Colony Puram Street Road Layout Salai Garden Extension Main Cross'''.split()
STREET_WORDS = {
    'gb': 'High Station Church Victoria Park Mill Queens Kings London Manor Grange Chapel School Springfield West East North South '
          'Albert Windsor Meadow Orchard Castle Bridge Green York Main The'.split(),
    'us': 'Main Oak Maple Pine Cedar Elm Washington Lake Hill Park Walnut Spring Ridge Lincoln Jackson Church Willow River Jefferson '
          'Sunset Highland Franklin Meadow Forest Madison Martin Luther Cherry Dogwood Hickory Chestnut'.split(),
    'de': 'Haupt Bahnhof Garten Schul Berg Dorf Kirch Linden Wald Ring Birken Goethe Schiller Mozart Wiesen Feld Mühlen Rosen '
          'Friedrich Kaiser Burg Eichen Buchen Blumen Post Markt Bach See Tal'.split(),
    'fr': 'de la République,Victor Hugo,Pasteur,Jean Jaurès,de la Gare,des Écoles,du Moulin,de l’Église,de Paris,des Lilas,Voltaire,'
          'du Général Leclerc,Gambetta,des Fleurs,de Verdun,du Château,Émile Zola,Saint-Michel,de la Paix'.split(','),
    'es': 'Mayor,Real,de Alcalá,Gran Vía,del Sol,San Juan,de la Constitución,Cervantes,Goya,Nueva,de las Flores,del Carmen,'
          'Colón,de Aragón,San Vicente,de la Paz,Serrano,Velázquez'.split(','),
    'it': 'Roma,Garibaldi,Mazzini,Dante Alighieri,Verdi,Marconi,XX Settembre,Cavour,della Repubblica,Matteotti,Nazionale,'
          'San Marco,dei Mille,Vittorio Emanuele,Kennedy,delle Rose'.split(','),
    'pt': 'da Liberdade,Augusta,de Santa Catarina,do Ouro,da Prata,das Flores,25 de Abril,dos Combatentes,de Camões,do Carmo,'
          'Almirante Reis,da República,da Boavista,São João'.split(','),
    'nl': 'Kerk Dorps Hoofd School Molen Prinsen Keizers Beatrix Wilhelmina Julianalaan Stations Markt Linden Eiken Beuken Heide '
          'Nieuwe Oude Burgemeester Vondel Rembrandt'.split(),
    'se': 'Stor Kungs Drottning Skol Kyrko Ny Sven Björk Ek Lind Berg Häll Södra Norra Östra Åkers Ängs Odens'.split(),
    'fi': 'Manner Alek Kauppa Koulu Puisto Kirkko Asema Ranta Mäki Vanha Uusi Salo Koivu Lepän Kuusi Mänty Suensaaren'.split(),
    'dk': 'Nørre Vester Øster Sønder Bred Torve Skov Bakke Strand Kirke Skole Møllers Engs Hovs Lille Store Elme'.split(),
    'no': 'Karl Stor Kirke Skole Fjell Elve Strand Berg Haugs Lille Sol Furu Bjørke Nedre Øvre'.split(),
    'is': 'Lauga Hverfis Skóla Austur Vestur Berg Fagra Sól Lækjar Suður Norður Hafnar Mýrar'.split(),
    'pl': 'Długa Krótka Polna Leśna Ogrodowa Słoneczna Szkolna Lipowa Kościuszki Mickiewicza Słowackiego Kwiatowa Piłsudskiego '
          'Sienkiewicza Łąkowa Kościelna Brzozowa Zielona'.split(),
}


def provider(kind, locale):
    return importlib.import_module(f'faker.providers.{kind}.{locale}').Provider


def words(thing, *fields):
    """The strings of all `fields` that a provider has, sorted: some are sets, whose order changes from run to run."""
    found = []
    for field in fields:
        for value in list(getattr(thing, field, None) or []):
            value = value if isinstance(value, str) else (value[0] if value and isinstance(value[0], str) else '')
            value = unicodedata.normalize('NFC', value.strip())
            if value and len(value) < 30:
                found.append(value)
    return sorted(set(found))


def load():
    """{country: {first, last, towns, streets, countries}}"""
    places = {}
    for country, (person, address) in COUNTRIES.items():
        p, a = provider('person', person), provider('address', address)
        own = vars(a)
        places[country] = {
            'first': words(p, 'first_romanized_names') or words(p, 'first_names', 'first_names_male', 'first_names_female',
                                                                'first_names_est', 'first_names_rus'),
            'last': words(p, 'last_romanized_names') or words(p, 'last_names', 'unisex_last_names', 'male_last_names',
                                                              'last_names_male', 'last_names_female', 'last_names_est'),
            'towns': words(a, *[f for f in ('cities', 'city_names', 'real_city_names') if f in own]),
            'streets': words(a, *[f for f in ('streets', 'street_titles', 'localities') if f in own]),
        }
    places['in'] = {'first': INDIA_FIRST, 'last': INDIA_LAST, 'towns': INDIA_TOWNS, 'streets': []}
    english = provider('address', 'en_US')
    common = {'countries': words(provider('address', 'en'), 'countries'), 'states': words(english, 'states'),
              'state_codes': words(english, 'states_abbr'), 'suffixes': words(english, 'street_suffixes'),
              'first': words(provider('person', 'en'), 'first_names')}
    return places, common
